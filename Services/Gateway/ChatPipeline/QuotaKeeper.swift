internal import Policy
internal import Synchronization

/// Each principal's budget: taken before any work is done, settled when the request is over.
public final class QuotaKeeper: Sendable {
  private let quotas = Mutex<[Principal: Quota]>([:])
  private let now: @Sendable () -> UInt64

  /// `now`: nanoseconds of a clock that never steps back.
  public init(now: @escaping @Sendable () -> UInt64) { self.now = now }

  /// Throws `.rateLimited` when the principal has used up the minute, `.invalidRequest` when no minute is enough.
  func reserve(_ tokens: Int, for principal: Principal, under obligations: Obligations) throws(Refusal) -> QuotaHold {
    let now = now()
    let answer = quotas.withLock { quotas in
      quotas[
        principal,
        default: Quota(
          requestsPerMinute: obligations.requestsPerMinute, tokensPerMinute: obligations.tokensPerMinute, now: now)
      ].reserve(tokens: tokens, now: now)
    }
    switch answer {
    case .granted(let reservation): return QuotaHold(reservation, of: principal, keeper: self)
    case .refused(let nanoseconds):
      throw Refusal(
        .rateLimited, at: .permit, "over the quota; try again in \(nanoseconds / 1_000_000_000 + 1) seconds")
    case .tooLarge:
      throw Refusal(
        .invalidRequest, at: .permit, "asks for more tokens than the quota of a minute; lower max_tokens or n")
    }
  }

  fileprivate func settle(_ reservation: Quota.Reservation, of principal: Principal, tokensUsed: Int) {
    let now = now()
    quotas.withLock { $0[principal]?.settle(reservation, tokensUsed: tokensUsed, now: now) }
  }
}

/// One request's share of a quota; what it did not use goes back when the last holder lets go, however it ends.
final class QuotaHold: Sendable {
  private let reservation: Quota.Reservation
  private let principal: Principal
  private let keeper: QuotaKeeper
  private let used = Mutex(0)

  fileprivate init(_ reservation: Quota.Reservation, of principal: Principal, keeper: QuotaKeeper) {
    self.reservation = reservation
    self.principal = principal
    self.keeper = keeper
  }

  deinit { keeper.settle(reservation, of: principal, tokensUsed: used.withLock { $0 }) }

  func use(_ tokens: Int) { used.withLock { $0 += tokens } }
}
