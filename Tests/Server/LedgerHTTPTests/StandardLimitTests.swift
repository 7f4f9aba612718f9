import LedgerService
import Testing
import WireProtocol

@testable import LedgerHTTP

// Goal: PROTOCOL has the limits of the server, for the author of another console.
// Method: each sentence is made from the limits and looked up; what is left has no number of its own.

@Suite("Standard limits")
struct StandardLimitTests {
    private static let limits = ServerLimits()

    /// How long things may take.
    private static let times: [String] = [
        """
        no first byte within \(seconds(limits.firstByteMilliseconds)); \
        no first request within \(seconds(limits.firstRequestMilliseconds)), handshake included; \
        no next one within \(seconds(limits.nextRequestMilliseconds))
        """,
        "a body that is not there within \(seconds(limits.bodyMilliseconds))",
        """
        less than \(size(ConnectionMachine.takenByteFloor)) of an answer taken in \
        \(seconds(limits.readingMilliseconds))
        """,
    ]

    /// How large things may be.
    private static let sizes: [String] = [
        "a body over \(size(StrictJSON.requestByteLimit)), announced or not",
        """
        a body in chunks over \(size(FramingJudge.chunkedByteLimit)) with their sizes, extensions \
        and trailers
        """,
        """
        a header field over \(size(ServerLimits.headerFieldByteLimit)), all over \
        \(size(ServerLimits.headerListByteLimit)), or more than \
        \(ServerLimits.headerFieldCountLimit) of them
        """,
        "a head over \(size(FramingJudge.headByteLimit)) with the empty lines before it",
        "up to \(size(RequestFeed.heldByteLimit)) of what follows are kept",
        "left unanswered beyond \(size(RequestFeed.dropByteLimit)) the rest is dropped",
    ]

    /// How many connections there may be; the numbers that the document has in words are held apart.
    private static let counts: [String] = [
        """
        one address, or one account over the Unix socket, has \
        \(count(limits.connectionCountOfPeer)) of \(count(limits.connectionCount)) by standard
        """,
        """
        one user \(limits.connectionCountOfUser) and one session \
        \(limits.connectionCountOfSession).
        """,
        """
        begins at once as many as it may have (\(limits.arrivalCountFloor) by standard), \
        and then a tenth of that in a second
        """,
        """
        took less than \(size(ConnectionMachine.takenByteFloor)) of its answer in the last five \
        seconds
        """,
        "An address has \(WaitLimits().ofPeer) by standard (`limits.streams_of_address`)",
        """
        Three quarters of the places at most are for streams and long polls. A session has two of \
        them and a user sixteen;
        """,
    ]

    @Test(
        "PROTOCOL states each limit of the server as it is by standard",
        arguments: times + sizes + counts
    )
    func stated(sentence: String) throws {
        #expect(try Self.document().contains(sentence))
    }

    // A limit that is stated and not among the sentences would be held by nothing.
    @Test("PROTOCOL states no time and no size of the server that is not held here")
    func others() throws {
        var rest = try Self.document()
        for sentence in Self.times + Self.sizes + Self.counts {
            rest = rest.replacing(sentence, with: "")
        }
        #expect(rest.contains("closed before a handshake"))
        let stated = rest.matches(of: #/[0-9,]+ (KiB|s|ms|seconds)\b/#).map { String($0.0) }
        #expect(stated == [])
    }

    @Test("the limits that PROTOCOL has in words are those of the server")
    func words() {
        let limits = Self.limits
        #expect(limits.milliseconds(of: .taking) == 5_000)
        #expect(limits.arrivalCountFloor == limits.connectionCountOfPeer)
        #expect(PeerArrivals.refillSeconds == 10)
        let waits = WaitLimits()
        #expect(waits.ofSession == 2)
        #expect(waits.ofUser == 16)
        #expect(4 * waits.ofBank == 3 * limits.connectionCount)
        #expect(4 * waits.ofPeer == 3 * limits.connectionCountOfPeer)
    }

    // What the times are for is set by the names alone, so two of them could change places unseen.
    @Test("each wait of a connection has the time that is stated for it")
    func deadlines() {
        var limits = ServerLimits()
        limits.firstRequestMilliseconds = 1
        limits.nextRequestMilliseconds = 2
        limits.bodyMilliseconds = 3
        limits.readingMilliseconds = 4 * ConnectionMachine.takingLookCount
        let deadlines: [ConnectionMachine.Deadline] = [.firstRequest, .nextRequest, .body, .taking]
        #expect(deadlines.map { limits.milliseconds(of: $0) } == [1, 2, 3, 4])
    }

    /// What PROTOCOL says of HTTP, up to the limits that the bank sets, each paragraph in one line.
    private static func document() throws -> String {
        let path = try #require(ContractTests.repositoryFile("docs/PROTOCOL.md"))
        let text = String(decoding: try ContractTests.read(path), as: UTF8.self)
        let begin = try #require(text.firstRange(of: "\n## Over HTTP\n")).lowerBound
        let end = try #require(text.firstRange(of: "\n**Failed sign-ins**")).lowerBound
        try #require(begin < end)
        return String(text[begin..<end]).replacing("\n", with: " ")
    }

    /// A time as the document has it; one with a part of a second is never there.
    private static func seconds(_ milliseconds: Int64) -> String {
        milliseconds.isMultiple(of: 1_000) ? "\(milliseconds / 1_000) s" : "\(milliseconds) ms"
    }

    /// A size as the document has it; one with a part of a KiB is never there.
    private static func size(_ byteCount: Int) -> String {
        byteCount.isMultiple(of: 1_024) ? "\(byteCount / 1_024) KiB" : "\(byteCount) bytes"
    }

    /// A number as the document has it, below a million.
    private static func count(_ number: Int) -> String {
        guard number >= 1_000 else { return "\(number)" }
        let rest = String(number % 1_000)
        return "\(number / 1_000)," + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
