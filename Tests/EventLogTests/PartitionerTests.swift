import EventLog
import Foundation
import SegmentLog
import Testing

@Suite("partitioner and checksum")
struct PartitionerTests {
    /// The vectors of Kafka's own `UtilsTest.testMurmur2`.
    @Test(arguments: [
        ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
    ])
    func murmur2IsKafkas(_ text: String, _ hash: Int) {
        #expect(Partitioner.murmur2(Array(text.utf8)) == Int32(hash))
        #expect(Partitioner.partition(of: Array(text.utf8), partitions: 6) == Int(Int32(hash) & 0x7FFF_FFFF) % 6)
    }

    /// RFC 3720, appendix B.4, and the check value of the CRC catalogue.
    @Test(
        arguments: [
            (Array("123456789".utf8), 0xE306_9283), ([], 0), ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
            ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43), ([UInt8](0..<32), 0x46DD_794E),
            ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
        ] as [([UInt8], UInt32)]
    )
    func crc32cIsTheStandards(_ bytes: [UInt8], _ sum: UInt32) {
        #expect(bytes.withUnsafeBytes { CRC32C.checksum($0) } == sum)
        #expect(bytes.withUnsafeBytes { CRC32C.portableChecksum($0) } == sum)
    }

    @Test func bothChecksumsAgreeAtEveryLengthAndAlignment() {
        let bytes = (0..<600).map { UInt8(truncatingIfNeeded: $0 * 31 + 7) }
        bytes.withUnsafeBytes { all in
            for start in 0..<9 {
                for end in start...all.count {
                    let part = UnsafeRawBufferPointer(rebasing: all[start..<end])
                    guard CRC32C.checksum(part) == CRC32C.portableChecksum(part) else {
                        Issue.record("differs from \(start) to \(end)")
                        return
                    }
                }
            }
        }
    }
}
