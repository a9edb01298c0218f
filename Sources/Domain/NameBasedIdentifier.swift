import Crypto
import Primitives

extension Identifier {
    /// An identifier that follows from a name (RFC 9562 §5.5: version 5, SHA-1): the same name gives the same
    /// identifier on every machine. Used where an id that is no uuid must still name a shard.
    public init(named name: String, in namespace: Identifier = Identifier.customerNamespace) {
        var hash = Insecure.SHA1()
        hash.update(data: namespace.bytes)
        hash.update(data: Array(name.utf8))
        let digest = Array(hash.finalize().prefix(16))
        let raw = Identifier(bytes: digest)!
        self.init(high: raw.high & ~0xF000 | 0x5000, low: raw.low & ~(3 << 62) | 2 << 62)
    }

    /// The namespace of customers whose id is no uuid.
    public static let customerNamespace = Identifier("a7c4f0de-5f0b-5d0c-9d57-2b1f6d2a9e10")!
    /// The namespace of customers created under an idempotency key: a retry finds the same shard.
    public static let keyNamespace = Identifier("c1b54a3e-08c8-5a7e-8f7e-6b6b0b6f3d22")!
}
