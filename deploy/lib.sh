# Sourced by the commands beside it: packages, build flags, progress lines.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# OpenBLAS without threads of its own: products are divided among Weir's.
debian_packages=(
  libzmq3-dev libprotobuf-c-dev libre2-dev libopenblas-serial-dev libsqlite3-dev libpq-dev libsodium-dev libcurl4)
# One configuration serves the product and its tests, so that nothing is built twice.
build_flags=(-c release -Xswiftc -enable-testing)

say() { printf '\033[1m▸ %s\033[0m\n' "$*"; }

# progress TEXT COMMAND…: a line when it starts, one every ten seconds, one with the time when it ends; its output on failure.
progress() {
  local text=$1 log start=$SECONDS
  shift
  log=$(mktemp)
  printf '▸ %s …\n' "$text"
  "$@" >"$log" 2>&1 &
  local pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if (((SECONDS - start) / 10 > ${ticks:-0})); then
      ticks=$(((SECONDS - start) / 10))
      printf '  … %s s  %s\n' $((SECONDS - start)) "$(tail -n 1 "$log" | cut -c1-90)"
    fi
  done
  ticks=0
  if wait "$pid"; then
    printf '  done in %s s\n' $((SECONDS - start))
    rm -f "$log"
  else
    cat "$log" >&2
    rm -f "$log"
    printf 'failed: %s\n' "$text" >&2
    return 1
  fi
}

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s\n' "$package"
  done
}

# Installs what is missing; asks for nothing.
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  local as_root=()
  ((EUID == 0)) || as_root=(sudo -n)
  progress "reading the package lists" "${as_root[@]}" apt-get update -qq
  progress "installing ${missing[*]}" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

need_swift() {
  command -v swift >/dev/null && return 0
  echo "no 'swift' on the PATH: install a Swift 6.3 toolchain (https://www.swift.org/install/linux) and run this again" >&2
  exit 2
}
