internal import CZeroMQ

/// Bytes of a CURVE key, public or secret.
public let curveKeyByteCount = 32

/// A new X25519 key pair for CURVE.
///
/// Source: RFC 26 of the ZeroMQ project (CurveZMQ).
public func makeCurveKeyPair() throws(ZeroMQError) -> (publicKey: [UInt8], secretKey: [UInt8]) {
  var publicText = [CChar](repeating: 0, count: 41)
  var secretText = publicText
  guard zmq_curve_keypair(&publicText, &secretText) == 0 else { throw .last("zmq_curve_keypair") }
  return (decodeZ85(publicText), decodeZ85(secretText))
}

/// The public key that belongs to a secret key.
public func curvePublicKey(ofSecret secretKey: [UInt8]) throws(ZeroMQError) -> [UInt8] {
  guard secretKey.count == curveKeyByteCount else { throw ZeroMQError("zmq_curve_public", code: EINVAL) }
  var secretText = [CChar](repeating: 0, count: 41)
  var publicText = secretText
  zmq_z85_encode(&secretText, secretKey, secretKey.count)
  guard zmq_curve_public(&publicText, secretText) == 0 else { throw .last("zmq_curve_public") }
  return decodeZ85(publicText)
}

private func decodeZ85(_ text: [CChar]) -> [UInt8] {
  var key = [UInt8](repeating: 0, count: curveKeyByteCount)
  zmq_z85_decode(&key, text)
  return key
}
