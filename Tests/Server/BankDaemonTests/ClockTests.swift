// Goal: `check` says by which clock the bank books nothing, and an operator who accepted the clock has
// accepted it for every later process, and for that clock alone.
// Method: books that another clock wrote, opened again and again.

import BankTestKit
import CoreVocabulary
import LedgerService
import Testing
import WireProtocol

@testable import BankDaemon

@Suite("The clock of a bank")
struct ClockTests {
    private static let day: Int64 = 86_400

    /// A bank whose last booking is a day ahead of the clock.
    private func aheadPlace() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.make()
        place.clock.advance(seconds: Self.day)
        let opened = try await place.open()
        try await place.openAccounts(in: opened.bank)
        #expect(try await opened.bank.post([place.posting(1)]) == [nil])
        try opened.close()
        place.clock.advance(seconds: -Self.day)
        return place
    }

    private func posts(
        _ place: TestPlace,
        _ number: Int64,
        acceptsClock: Bool = false
    ) async throws -> Bool {
        let opened = try await place.open(acceptsClock: acceptsClock)
        defer { #expect(throws: Never.self) { try opened.close() } }
        do {
            return try await opened.bank.post([place.posting(number)]) == [nil]
        } catch let error as BankError {
            #expect(error.code == .clockBehindBooks)
            return false
        }
    }

    private func findsClock(_ place: TestPlace) async throws -> Bool {
        try await place.check().findings.contains { $0.contains("nothing is booked") }
    }

    // Symptom: `check` said that everything holds while the bank refused every booking.
    @Test("a clock that lies behind the books is found by the check")
    func behind() async throws {
        let place = try await aheadPlace()
        #expect(try await findsClock(place))
        #expect(try await !posts(place, 2))
        place.clock.advance(seconds: Self.day)
        #expect(try await place.check() == BankCheck.Report())
        #expect(try await posts(place, 2))
    }

    @Test("a clock that lies too far ahead of the books is found by the check")
    func farAhead() async throws {
        let place = try await aheadPlace()
        place.clock.advance(seconds: 92 * Self.day)
        #expect(try await findsClock(place))
        try await place.open(acceptsClock: true).close()
        #expect(try await !findsClock(place))
    }

    // Symptom: one failed sign-in under a clock that was months ahead, and nothing was found any more.
    @Test("a line that the clock itself wrote hides nothing from the check")
    func vouchesForItself() async throws {
        let place = try await aheadPlace()
        place.clock.advance(seconds: 200 * Self.day)
        let opened = try await place.open()
        let request = SignInRequest(user: "nobody", password: [1], code: [2])
        _ = await opened.bank.handle(
            RequestEnvelope(token: nil, request: .signIn(request)),
            from: .inProcess
        )
        try opened.close()
        #expect(try await findsClock(place))
        place.clock.advance(seconds: -199 * Self.day)
        #expect(try await !findsClock(place))
    }

    // Symptom: an operator accepted the clock, the server was started again, and refused again.
    @Test("a clock that was accepted stays accepted over a restart, until the books have caught up")
    func accepted() async throws {
        let place = try await aheadPlace()
        #expect(try await posts(place, 2, acceptsClock: true))
        place.clock.advance(seconds: 60)
        #expect(try await posts(place, 3))
        #expect(try await !findsClock(place))
        #expect(try await posts(place, 4))
    }

    @Test("what was accepted once is neither a clock that went back again nor a later booking")
    func bounded() async throws {
        let place = try await aheadPlace()
        #expect(try await posts(place, 2, acceptsClock: true))
        place.clock.advance(seconds: -Self.day)
        #expect(try await !posts(place, 3))
        #expect(try await findsClock(place))
        // Another jump ahead, and back.
        place.clock.advance(seconds: 4 * Self.day)
        #expect(try await posts(place, 4))
        place.clock.advance(seconds: -3 * Self.day)
        #expect(try await !posts(place, 5))
        #expect(try await findsClock(place))
        #expect(try await posts(place, 5, acceptsClock: true))
        #expect(try await posts(place, 6))
    }

    // Symptom: after 2262-04-11 every command died of an illegal instruction, and said nothing.
    @Test("no command begins under a clock that shows a time which this program does not have")
    func beyond() {
        for seconds in [Int64.min, -1, 4_607_280_000, 9_467_107_210, .max] {
            let refusal = SystemBankClock.refusal(atSeconds: seconds)
            #expect(refusal == DaemonError(Instant.clockRefusal, .tryLater), "\(seconds)")
        }
        for seconds in [Int64(0), 1_795_156_200, 4_607_279_999] {
            #expect(SystemBankClock.refusal(atSeconds: seconds) == nil, "\(seconds)")
        }
    }
}
