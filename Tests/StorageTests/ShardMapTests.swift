import Primitives
import Storage
import Testing

@Suite("Shard map")
struct ShardMapTests {
    // Read from Citus 13.2.2: uuid, worker_hash, shard of six (the first nine are edge or well-known values).
    static let vectors: [(String, Int32, Int)] = [
        ("00000000-0000-0000-0000-000000000000", 1_353_656_403, 4),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", -682_383_255, 2),
        ("00000000-0000-0000-0000-000000000001", -1_046_387_463, 1),
        ("01000000-0000-0000-0000-000000000000", -1_712_977_272, 0),
        ("00112233-4455-6677-8899-aabbccddeeff", 776_152_245, 4),
        ("123e4567-e89b-12d3-a456-426614174000", 1_944_658_063, 5),
        ("f47ac10b-58cc-4372-a567-0e02b2c3d479", -1_212_128_942, 1),
        ("6ba7b810-9dad-11d1-80b4-00c04fd430c8", -54_382_947, 2),
        ("01890a5d-ac96-774b-bcce-b302099a8057", -962_631_976, 1),
        ("4372f700-a04a-5cd6-aacb-377af26716b1", 947_676_691, 4),
        ("f4603d47-e441-5584-a88e-615fcba8a509", -1_074_094_931, 1),
        ("24981548-353a-5acf-9c6c-6f180a47d4e3", -1_466_513_382, 0),
        ("0272fffc-df9d-52c3-aaab-c0beb99ef526", -308_725_011, 2),
        ("79e0ba5b-271e-5479-bb77-aa6183cee75a", -4_930_107, 2),
        ("f648bd9f-34f5-565f-8ef4-a585a63e9e14", -1_457_574_629, 0),
        ("3d90990e-681c-5225-81ff-9aa98d0da231", 347_214_688, 3),
        ("9394de5d-bc7a-5d8d-b8e1-2cd51a839a3c", -1_702_319_592, 0),
        ("23cca350-48ab-5c6e-b545-7b48405ab8d6", -1_381_753_245, 1),
        ("c13126b2-40aa-5bf4-a422-dd5cb064a638", 1_582_201_928, 5),
        ("7165aaa9-673b-5e23-8f73-e08ca7726223", -356_182_822, 2),
    ]

    @Test("tokens and shards are Citus's", arguments: vectors)
    func vector(_ text: String, _ token: Int32, _ shard: Int) throws {
        let identifier = try #require(Identifier(text))
        #expect(ShardMap.token(of: identifier) == token)
        #expect(ShardMap(count: 6).shard(of: identifier) == shard)
    }

    @Test("six shards have the ranges that Citus gives them, the last the remainder")
    func ranges() {
        #expect(
            ShardMap(count: 6).ranges == [
                -2_147_483_648 ... -1_431_655_767, -1_431_655_766 ... -715_827_885, -715_827_884 ... -3,
                -2...715_827_879, 715_827_880...1_431_655_761, 1_431_655_762...2_147_483_647,
            ]
        )
    }

    @Test("every range of the initial map is found at both its ends", arguments: [1, 2, 3, 6, 7, 32, 48, 1_000])
    func ends(_ count: Int) {
        let map = ShardMap(count: count)
        #expect(map.ranges.first?.lowerBound == .min)
        #expect(map.ranges.last?.upperBound == .max)
        let width = (Int64(1) << 32) / Int64(count)
        for (index, range) in map.ranges.enumerated() {
            for token in [range.lowerBound, range.upperBound] {
                #expect(map.shard(ofToken: token) == index)
                #expect(min((Int64(token) + Int64(1) << 31) / width, Int64(count) - 1) == Int64(index))
            }
        }
        #expect(ShardMap(ranges: map.ranges) == map)
    }

    @Test("unequal ranges of a split cluster are searched")
    func unequal() throws {
        // isolate_tenant leaves a shard of a single token.
        let map = try #require(ShardMap(ranges: [.min ... -5, -4 ... -4, -3...9, 10...(.max)]))
        for (token, shard) in [(Int32.min, 0), (-5, 0), (-4, 1), (-3, 2), (0, 2), (9, 2), (10, 3), (.max, 3)] {
            #expect(map.shard(ofToken: token) == shard)
        }
    }

    @Test("ranges with gaps, overlaps or open ends are no map")
    func broken() {
        #expect(ShardMap(ranges: []) == nil)
        #expect(ShardMap(ranges: [.min...5, 7...(.max)]) == nil)
        #expect(ShardMap(ranges: [.min...5, 5...(.max)]) == nil)
        #expect(ShardMap(ranges: [.min...5]) == nil)
        #expect(ShardMap(ranges: [0...(.max)]) == nil)
    }
}
