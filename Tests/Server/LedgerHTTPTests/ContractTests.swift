import CoreVocabulary
import Glibc
import SyncCore
import Testing
import WireProtocol

@testable import LedgerHTTP

// Goal: the published contract is what the code does, and the other way round.
// Method: the file is held against what is generated; samples of every message against the file.

@Suite struct ContractTests {
    private static let path = "docs/openapi.json"

    @Test("docs/openapi.json is what the code generates; UPDATE_SNAPSHOTS=1 writes it anew")
    func file() throws {
        let path = try #require(Self.repositoryFile(Self.path))
        if getenv("UPDATE_SNAPSHOTS") != nil { try Self.write(OpenAPIDocument.bytes, path) }
        #expect(try Self.read(path) == OpenAPIDocument.bytes)
    }

    @Test("the document is strict JSON and says what it is")
    func document() throws {
        let value = try StrictJSON.parse(OpenAPIDocument.bytes, byteLimit: 1_000_000)
        #expect(value["openapi"] == .string("3.1.0"))
        #expect(!String(decoding: OpenAPIDocument.bytes, as: UTF8.self).contains(#""number""#))
    }

    @Test("every request of the protocol is one that the contract describes")
    func requests() throws {
        let checker = ContractChecker(document: try Self.published())
        for request in ContractSamples.requests {
            let call = request.call
            let fault = checker.fault(
                of: call.route,
                pathFields: Self.pathFields(of: call),
                query: call.query,
                body: call.body
            )
            #expect(fault == nil, "\(call.target)")
        }
        let asked = Set(ContractSamples.requests.map(\.route))
        #expect(asked == Set(Route.allCases).subtracting([.stream]))
    }

    @Test("every reply and problem is one that the contract describes, under its status")
    func replies() throws {
        let checker = ContractChecker(document: try Self.published())
        for route in Route.allCases {
            for reply in ContractSamples.replies(to: route) {
                #expect(checker.fault(of: reply.answer(trace: nil), to: route) == nil, "\(reply)")
            }
            guard !route.isPublic else { continue }
            for problem in ContractSamples.problems {
                let trace = TraceContext(nil, random: { 7 }).traceID
                let answer = Reply.problem(problem).answer(trace: trace)
                #expect(checker.fault(of: answer, to: route) == nil, "\(route) \(problem.code)")
            }
        }
    }

    @Test("where a bank counts its days is refused by the contract where the code refuses it")
    func offsets() throws {
        let checker = ContractChecker(document: try Self.published())
        let replies: [(Route, Reply)] = [
            (.signIn, .signedIn(ContractSamples.signedIn(in: .india))),
            (.beginSync, .syncBegun(ContractSamples.syncBegun(.delta, in: .india))),
        ]
        for (route, reply) in replies {
            let answer = reply.answer(trace: nil)
            for minutes in [-841, -840, 0, 840, 841] {
                let text = String(decoding: answer.body, as: UTF8.self)
                let changed = text.replacing("minutes\":330", with: "minutes\":\(minutes)")
                let body = Array(changed.utf8)
                let fault = checker.fault(
                    of: HTTPAnswer(
                        status: answer.status,
                        contentType: answer.contentType,
                        retryAfterSeconds: nil,
                        body: body
                    ),
                    to: route
                )
                // Whether it can be read is what is asked; why not is asked elsewhere.
                let isRead = (try? Reply(encoded: body)) != nil
                #expect(isRead == (fault == nil), "\(route) \(minutes)")
                #expect(isRead == (abs(minutes) <= 840), "\(route) \(minutes)")
            }
        }
    }

    @Test("every refusal of the server is a problem that the contract describes")
    func refusals() throws {
        let checker = ContractChecker(document: try Self.published())
        let refusals: [ServerRefusal] = [
            .notJSON, .bodyTooLong, .message(.unknownMessage), .headersTooLong, .notHTTP, .tooSlow,
            .queryUnreadable, .message(.syntax(try Self.syntaxError())),
        ]
        for refusal in refusals {
            let answer = HTTPAnswer(
                status: refusal.status,
                contentType: HTTPAnswer.problemType,
                retryAfterSeconds: nil,
                body: refusal.body(trace: nil)
            )
            #expect(checker.fault(of: answer, to: .signIn) == nil, "\(refusal)")
        }
    }

    @Test("a request that is changed in any member is refused by the contract, as by the code")
    func damagedRequests() throws {
        let checker = ContractChecker(document: try Self.published())
        for request in ContractSamples.requests {
            let call = request.call
            guard let body = call.body, case .object(let members) = try StrictJSON.parse(body)
            else { continue }
            let fields = Self.pathFields(of: call)
            for damaged in Self.damaged(members) {
                let body = CanonicalJSON.encode(.object(damaged))
                // Whether it can be read is what is asked; why not is asked elsewhere.
                let isRead =
                    (try? Request(
                        route: call.route,
                        pathFields: fields,
                        query: call.query,
                        body: body
                    )) != nil
                let fault = checker.fault(
                    of: call.route,
                    pathFields: fields,
                    query: call.query,
                    body: body
                )
                let text = String(decoding: body, as: UTF8.self)
                #expect(isRead == (fault == nil), "\(call.route) \(text)")
            }
        }
        #expect(!ContractSamples.entries.isEmpty)
    }

    @Test("the operations of the contract are the routes, and no others")
    func operations() throws {
        let document = try Self.published()
        guard case .object(let paths) = document["paths"] else {
            Issue.record("no paths")
            return
        }
        let table = RouteTable()
        var found: Set<Route> = []
        for path in paths {
            guard case .object(let operations) = path.value else { continue }
            for operation in operations {
                let filled = path.name.split(separator: "/", omittingEmptySubsequences: false)
                    .map { $0.hasPrefix("{") ? "x" : $0 }.joined(separator: "/")
                let method = operation.name.uppercased()
                guard case .found(let route, _) = table.match(method: method, path: filled[...])
                else {
                    Issue.record("\(method) \(path.name) is not served")
                    continue
                }
                #expect(operation.value["operationId"] == .string(route.rawValue))
                #expect((operation.value["security"] == nil) == route.isPublic)
                found.insert(route)
            }
        }
        #expect(found == Set(Route.allCases))
    }

    @Test("every operation of the contract is answered by the live server, and nothing beside them")
    func live() async throws {
        let document = try Self.published()
        let bank = FakeBank(reply: { _ in .problem(Problem(code: .busy)) })
        try await RunningServer.with(bank) { server in
            let peer = try await server.peer()
            for route in Route.allCases {
                let filled = route.path.split(separator: "/", omittingEmptySubsequences: false)
                    .map { $0.hasPrefix("{") ? "x" : $0 }.joined(separator: "/")
                for method in HTTPMethod.allCases {
                    let answer = try await peer.ask(method.rawValue, filled)
                    let name = method.rawValue.lowercased()
                    let isThere = document["paths"]?[route.path]?[name] != nil
                    #expect((answer.status != 405) == isThere, "\(method) \(filled)")
                    #expect(answer.status != 404 || route == .stream, "\(filled)")
                }
            }
            await peer.close()
        }
    }

    /// The document as it is in the repository.
    private static func published() throws -> JSONValue {
        let path = try #require(repositoryFile(path))
        return try StrictJSON.parse(try read(path), byteLimit: 1_000_000)
    }

    private static func syntaxError() throws -> JSONSyntaxError {
        let error = #expect(throws: JSONSyntaxError.self) { try StrictJSON.parse([]) }
        return try #require(error)
    }

    /// The members with one missing, one of another type, and one too many.
    private static func damaged(_ members: [JSONMember]) -> [[JSONMember]] {
        let strange = JSONMember("strange", .null)
        var results = [members + [strange]]
        for index in members.indices {
            var without = members
            without.remove(at: index)
            results.append(without)
            for value in [JSONValue.null, .integer(-1), .string("%"), .boolean(true), .array([])] {
                var changed = members
                changed[index] = JSONMember(members[index].name, value)
                results.append(changed)
            }
        }
        return results
    }

    private static func pathFields(of call: HTTPCall) -> [HTTPCall.QueryItem] {
        zip(call.route.path.split(separator: "/"), call.path.split(separator: "/"))
            .filter { $0.0.hasPrefix("{") }
            .map {
                HTTPCall.QueryItem(name: String($0.0.dropFirst().dropLast()), value: String($0.1))
            }
    }

    static func repositoryFile(_ name: String) -> String? {
        var folder = #filePath.split(separator: "/")
        while !folder.isEmpty {
            folder.removeLast()
            let path = "/" + folder.joined(separator: "/")
            if access(path + "/docs", F_OK) == 0 { return path + "/" + name }
        }
        return nil
    }

    static func read(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static func write(_ bytes: [UInt8], _ path: String) throws {
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }
}
