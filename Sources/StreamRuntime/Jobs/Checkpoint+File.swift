import CStreamKernels
import Glibc

extension Checkpoint {
    /// Bytes that are written at once, and what they are whole multiples of: 4,096 suits all disks.
    private static let (bufferBytes, blockBytes) = (1 << 20, 4_096)

    /// Writes past the page cache where the file system can: what is written there is read after a crash only, and a log that
    /// syncs meanwhile would wait for all of it. Adds the checksum; answers how many bytes the file has.
    static func writeFile(_ path: String, _ parts: [StateBytes]) throws -> Int {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SourceError("cannot create '\(path)': \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        _ = bss_set_direct(descriptor, 1)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferBytes + blockBytes, alignment: blockBytes)
        defer { buffer.deallocate() }
        var (filled, total) = (0, 0)
        var checksum = Checksum()
        for part in parts {
            try part.withBytes { bytes in
                var place = 0
                while place < bytes.count {
                    let count = min(bytes.count - place, bufferBytes - filled)
                    (buffer.baseAddress! + filled).copyMemory(from: bytes.baseAddress! + place, byteCount: count)
                    (place, filled, total) = (place + count, filled + count, total + count)
                    guard filled == bufferBytes else { continue }
                    checksum.add(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
                    try write(buffer[..<filled], to: descriptor, path)
                    filled = 0
                }
            }
        }
        checksum.add(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
        buffer.storeBytes(of: checksum.value.littleEndian, toByteOffset: filled, as: UInt64.self)
        filled += Checksum.bytes
        total += Checksum.bytes
        // Whole blocks only go past the page cache.
        let padded = (filled + blockBytes - 1) / blockBytes * blockBytes
        (buffer.baseAddress! + filled).initializeMemory(as: UInt8.self, repeating: 0, count: padded - filled)
        try write(buffer[..<padded], to: descriptor, path)
        guard ftruncate(descriptor, total) == 0, fdatasync(descriptor) == 0 else {
            throw SourceError("cannot sync '\(path)': \(String(cString: strerror(errno)))")
        }
        return total
    }

    private static func write(
        _ bytes: Slice<UnsafeMutableRawBufferPointer>,
        to descriptor: Int32,
        _ path: String
    ) throws {
        var rest = UnsafeRawBufferPointer(rebasing: bytes)
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                continue
            }
            // A file system that took the flag, and refuses what it stands for; or a write that ended within a block.
            let error = errno
            if count < 0, error == EINVAL, bss_set_direct(descriptor, 0) == 0 { continue }
            throw SourceError("cannot write '\(path)': \(String(cString: strerror(error)))")
        }
    }

    static func syncFolder(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SourceError("cannot open '\(path)': \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw SourceError("cannot sync '\(path)': \(String(cString: strerror(errno)))")
        }
    }

    /// The bytes of a file, or the first ones.
    static func readFile(_ path: String, atMost limit: Int = .max) throws -> StateBytes {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SourceError("cannot open '\(path)': \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SourceError("cannot read '\(path)'") }
        let size = min(limit, Int(status.st_size))
        return try StateBytes(count: size) { buffer in
            var count = 0
            while count < size {
                let got = read(descriptor, buffer.baseAddress! + count, size - count)
                guard got > 0 else { throw SourceError("cannot read '\(path)'") }
                count += got
            }
        }
    }
}
