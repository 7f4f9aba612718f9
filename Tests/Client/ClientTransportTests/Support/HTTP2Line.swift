/// Just enough of a server's side of HTTP/2 to answer requests that have no body.
///
/// Source: RFC 9113 §3.4, §4.1, §6; RFC 7541 §6 and appendix A for the two header fields.
struct HTTP2Line {
    private static let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    private static let data: UInt8 = 0
    private static let headers: UInt8 = 1
    private static let settings: UInt8 = 4
    private static let acknowledge: UInt8 = 1
    private static let endStream: UInt8 = 1
    private static let endHeaders: UInt8 = 4

    private let connection: ServerConnection

    init(_ connection: ServerConnection) throws {
        self.connection = connection
        guard connection.read(exactly: Self.preface.utf8.count) == Array(Self.preface.utf8) else {
            throw ServerFailure(reason: "no HTTP/2")
        }
        try write(Self.settings, flags: 0, stream: 0, [])
    }

    /// The stream of the next request; nil when the other side is done.
    mutating func readRequest() throws -> UInt32? {
        while let head = connection.read(exactly: 9) {
            let count = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
            guard connection.read(exactly: count) != nil else { return nil }
            let stream = head[5...8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            if head[3] == Self.settings, head[4] & Self.acknowledge == 0 {
                try write(Self.settings, flags: Self.acknowledge, stream: 0, [])
            }
            if head[3] == Self.headers {
                connection.record("stream \(stream)")
                return stream
            }
        }
        return nil
    }

    /// Answers with status 200 and JSON.
    mutating func answer(_ body: String, on stream: UInt32) throws {
        let type = Array("application/json".utf8)
        // 0x88 is `:status: 200`; 0x5F names `content-type`, whose value follows.
        let fields = [0x88, 0x5F, UInt8(type.count)] + type
        try write(Self.headers, flags: Self.endHeaders, stream: stream, fields)
        try write(Self.data, flags: Self.endStream, stream: stream, Array(body.utf8))
    }

    private func write(_ kind: UInt8, flags: UInt8, stream: UInt32, _ payload: [UInt8]) throws {
        let count = UInt32(payload.count)
        var frame = [
            UInt8(count >> 16), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF), kind, flags,
        ]
        for shift: UInt32 in [24, 16, 8, 0] { frame.append(UInt8(stream >> shift & 0xFF)) }
        try connection.write(frame + payload)
    }
}
