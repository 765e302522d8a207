import Operations

@main enum GatewayMain {
  static func main() async {
    await WeirProcess.run(.gateway) { process in
      let gateway = try Gateway(process)
      try await gateway.run()
    }
  }
}
