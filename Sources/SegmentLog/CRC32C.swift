import CCRC32C

/// CRC-32C (RFC 3720), by the processor's instruction where it has one.
package enum CRC32C {
    /// The checksum of these bytes.
    package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        bss_crc32c(0, bytes.baseAddress, bytes.count)
    }

    /// The checksum by table, which every processor can do.
    package static func portableChecksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        bss_crc32c_portable(0, bytes.baseAddress, bytes.count)
    }
}
