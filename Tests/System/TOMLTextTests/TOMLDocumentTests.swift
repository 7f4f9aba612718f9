import Glibc
import TOMLText
import Testing

// Goal: only files of a sane size that are text are parsed, and the rest is refused by name.
// Method: bytes, and what the system has that is no regular file.

@Suite("TOML documents")
struct TOMLDocumentTests {
    static let rules = TOMLRules(byteLimit: 8, allowsListsOfTables: false)

    static func cause(_ read: () throws(TOMLError) -> TOMLDocument) -> TOMLError.Cause? {
        do {
            _ = try read()
            return nil
        } catch {
            return error.cause
        }
    }

    static func cause(atPath path: String) -> TOMLError.Cause? {
        cause { () throws(TOMLError) in
            try TOMLDocument(path: path, file: "a.toml", rules: rules)
        }
    }

    static func cause(of bytes: [UInt8]) -> TOMLError.Cause? {
        cause { () throws(TOMLError) in
            try TOMLDocument(bytes: bytes, file: "a.toml", rules: rules)
        }
    }

    /// Writes a file, hands its path to a body, and removes it.
    static func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        var template = Array("/tmp/counterfoil-toml-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        try #require(file >= 0)
        let path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        defer { unlink(path) }
        #expect(write(file, bytes, bytes.count) == bytes.count)
        #expect(close(file) == 0)
        try body(path)
    }

    @Test("a file up to the limit is read, one byte more is too long")
    func limit() throws {
        try Self.withFile(Array("a = 1234".utf8)) { path in
            let document = try TOMLDocument(path: path, file: "a.toml", rules: Self.rules)
            #expect(document.file == "a.toml")
            #expect(document.root["a"]?.value == .integer(1234))
        }
        try Self.withFile(Array("a = 12345".utf8)) { path in
            #expect(Self.cause(atPath: path) == .tooLong(byteLimit: 8))
        }
        #expect(Self.cause(of: Array("a = 1234".utf8)) == nil)
        #expect(Self.cause(of: Array("a = 12345".utf8)) == .tooLong(byteLimit: 8))
    }

    @Test(
        "what is not UTF-8 is no text",
        arguments: [[0x61, 0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xC3]]
    )
    func text(bytes: [UInt8]) {
        #expect(Self.cause(of: bytes) == .notText)
    }

    @Test("folders, devices and what is not there are refused")
    func noFile() {
        #expect(Self.cause(atPath: "/tmp") == .unreadable(nil))
        #expect(Self.cause(atPath: "/dev/zero") == .unreadable(nil))
        #expect(Self.cause(atPath: "/nowhere") == .unreadable("No such file or directory"))
    }

    @Test("a message names the file and, where it is known, the place")
    func messages() {
        #expect(
            TOMLReaderTests.error(Array("a = 123456".utf8), rules: Self.rules)
                == "a.toml: The file has more than 8 bytes."
        )
        #expect(
            TOMLReaderTests.error([0xFF], rules: Self.rules)
                == "a.toml: The file is not UTF-8 text."
        )
        #expect(
            TOMLReaderTests.error(Array("a 1".utf8), rules: Self.rules)
                == "a.toml:1:3: A '=' should stand here."
        )
        do {
            _ = try TOMLDocument(path: "/nowhere", file: "a.toml", rules: Self.rules)
            Issue.record("there is no such file")
        } catch {
            #expect(
                error.description == "a.toml: The file cannot be read: No such file or directory."
            )
        }
    }
}
