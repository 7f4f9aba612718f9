import FoundationEssentials
import Glibc
import Testing

/// All files below a folder, searched byte by byte as somebody would who took the disk away.
struct FolderSearch {
    private let files: [(path: String, bytes: Data)]

    init(_ folder: String) throws {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        files = try names.compactMap { name in
            var status = stat()
            let path = "\(folder)/\(name)"
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return (name, try Data(contentsOf: URL(filePath: path)))
        }
    }

    /// The paths below the folder whose last part meets a condition.
    func paths(where isMeant: (Substring) -> Bool) -> [String] {
        files.map(\.path).filter { isMeant($0.split(separator: "/").last ?? "") }
    }

    /// The records of users, whatever their form.
    var records: [String] { paths { $0.hasPrefix("cache-") && $0.hasSuffix(".sqlite") } }
    /// The files that open a record with the password alone.
    var leases: [String] { paths { $0.hasSuffix(".lease") } }

    /// Where a text stands, in a name or in a file.
    func places(of text: String) -> [String] {
        files.filter { $0.path.contains(text) || Self.contains($0.bytes, Array(text.utf8)) }
            .map(\.path)
    }

    /// Where an amount stands: grouped, plain, and as a number in either order of its bytes.
    func places(ofHundredths hundredths: Int, shown: String) -> [String] {
        let forms = [
            Array(shown.utf8), Array(shown.filter { $0 != "," }.utf8),
            withUnsafeBytes(of: Int64(hundredths).bigEndian) { Array($0) },
            withUnsafeBytes(of: Int64(hundredths).littleEndian) { Array($0) },
        ]
        return files.filter { file in forms.contains { Self.contains(file.bytes, $0) } }
            .map(\.path)
    }

    /// Where some bytes begin in a file; nil where they do not stand.
    static func offset(of part: [UInt8], in bytes: Data) -> Int? {
        guard let first = part.first else { return nil }
        return bytes.withUnsafeBytes { whole -> Int? in
            guard let base = whole.baseAddress else { return nil }
            var start = 0
            while start + part.count <= whole.count {
                let rest = whole.count - part.count + 1 - start
                guard let found = memchr(base + start, CInt(first), rest) else { return nil }
                let place = UnsafeRawPointer(found)
                if memcmp(place, part, part.count) == 0 { return place - base }
                start = place - base + 1
            }
            return nil
        }
    }

    private static func contains(_ bytes: Data, _ part: [UInt8]) -> Bool {
        offset(of: part, in: bytes) != nil
    }
}
