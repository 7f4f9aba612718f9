import BankTestKit
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import LedgerStoreSQLite
import SyncCore
import Testing
import WireProtocol

/// Goal: the bank remarks on what no honest console does with its sequence, and on nothing else; and
/// decides each intent by itself all the same.
///
/// Method: a console with a key, whose sequence is kept, sent out of turn, given twice and forged.
struct DeviceStampTests {
    @Test("a sequence without a gap is recorded and not remarked on, refusals included")
    func gapless() async throws {
        var console = try await Console()
        for number in 1...4 {
            var order = TestSession.Order()
            // The third is refused: its number is used up like any other.
            if number == 3 { order.minorUnits = 9_000_000 }
            _ = try await console.submit(order)
        }
        #expect(try await console.breaks() == [])
        #expect(try await console.sequenceAtBank() == 4)
    }

    @Test("the same request again changes nothing in the sequence")
    func replay() async throws {
        var console = try await Console()
        let request = try await console.request(TestSession.Order())
        _ = try await console.session.submit(request)
        _ = try await console.session.submit(request)
        #expect(try await console.breaks() == [])
        #expect(try await console.sequenceAtBank() == 1)
    }

    // Symptom: everyday acts stood in the audit log as a broken sequence, and nobody looked at it any
    // more. Cause: whatever was not the next number counted as broken.
    @Test("what is sent out of turn, or never comes, is not remarked on")
    func everyday() async throws {
        var console = try await Console()
        // Sent at once while the first still waited; the first came behind it.
        let first = try await console.request(TestSession.Order())
        let second = try await console.request(TestSession.Order())
        #expect(try await console.isPosted(second))
        #expect(try await console.isPosted(first))
        // The third was taken back before it was sent.
        _ = try await console.request(TestSession.Order())
        #expect(try await console.isPosted(try await console.request(TestSession.Order())))
        #expect(try await console.breaks() == [])
        #expect(try await console.sequenceAtBank() == 4)
    }

    @Test("a number that was given twice is remarked on, and each transfer is decided")
    func givenTwice() async throws {
        var console = try await Console()
        #expect(try await console.isPosted(try await console.request(TestSession.Order())))
        let before = console
        let first = try await console.request(TestSession.Order())
        #expect(try await console.isPosted(first))
        // An older copy of the outbox goes on from before it.
        console = before
        let copy = try await console.request(TestSession.Order())
        #expect(try await console.isPosted(copy))
        #expect(try await console.breaks() == [copy.key.rawValue])
        #expect(try await console.sequenceAtBank() == 2)
    }

    @Test("a stamp that does not name the one before it is remarked on, the first one included")
    func otherPast() async throws {
        var console = try await Console()
        console.previous = SHA256.digest(of: [7])
        let first = try await console.request(TestSession.Order())
        #expect(try await console.isPosted(first))
        console.previous = .zero
        let second = try await console.request(TestSession.Order())
        #expect(try await console.isPosted(second))
        #expect(try await console.breaks() == [first, second].map(\.key.rawValue))
    }

    // Symptom: the bank stopped at the next transfer of the same console. Cause: the number after
    // the greatest there is was reckoned. Proves that every signed number can be followed by any.
    @Test("the greatest number there is can be followed by any, which does not name it")
    func greatestNumber() async throws {
        var console = try await Console()
        console.sequence = .max - 1
        let greatest = try await console.request(TestSession.Order())
        #expect(try await console.isPosted(greatest))
        console.sequence = 0
        let next = try await console.request(TestSession.Order())
        #expect(try await console.isPosted(next))
        #expect(try await console.breaks() == [next.key.rawValue])
    }

    @Test("a stamp that its console did not sign is remarked on; of a stranger's nothing is known")
    func forged() async throws {
        var console = try await Console()
        let request = try await console.request(TestSession.Order())
        let stamp = try #require(request.stamp)
        let forged = request.stamped(
            DeviceStamp(
                deviceID: stamp.deviceID,
                sequence: 7,
                previous: stamp.previous,
                signature: stamp.signature
            )
        )
        #expect(try await console.isPosted(forged))
        let unknown = try await console.request(TestSession.Order()).stamped(
            DeviceStamp(
                deviceID: DeviceID(rawValue: 1),
                sequence: 1,
                previous: .zero,
                signature: stamp.signature
            )
        )
        #expect(try await console.isPosted(unknown))
        #expect(try await console.breaks() == [forged.key.rawValue])
        #expect(try await console.sequenceAtBank() == 0)
    }

    @Test("an intent that was taken back and then sent leaves no gap")
    func cancelled() async throws {
        var console = try await Console()
        let request = try await console.request(TestSession.Order())
        _ = try await console.session.ask(.cancelIntent(request.key))
        _ = try await console.session.submit(request)
        _ = try await console.session.submit(request)
        #expect(try await console.isPosted(try await console.request(TestSession.Order())))
        #expect(try await console.breaks() == [])
        #expect(try await console.sequenceAtBank() == 2)
    }

    @Test("an intent that its code did not authorise uses up no number")
    func notAuthorised() async throws {
        var console = try await Console()
        let request = try await console.request(TestSession.Order())
        let wrong = SubmitIntentRequest(
            key: request.key,
            reviewed: request.reviewed,
            sessionID: request.sessionID,
            claimedAt: request.claimedAt,
            proof: Array(request.proof.reversed()),
            stamp: request.stamp
        )
        #expect(try await console.session.submit(wrong) == .notAuthorised(.codeWrong))
        #expect(try await console.sequenceAtBank() == 0)
        // Others go out meanwhile.
        #expect(try await console.isPosted(try await console.request(TestSession.Order())))
        #expect(try await console.isPosted(request))
        #expect(try await console.breaks() == [])
    }
}

/// A console of Asha's with a key and a sequence.
private struct Console {
    let bank: TestBank
    let session: TestSession
    let key: Ed25519.PrivateKey
    var sequence: Int64 = 0
    var previous = Digest256.zero

    init() async throws {
        bank = try await TestBank.open()
        session = try await bank.signIn("asha")
        key = Ed25519.PrivateKey.generate()
        _ = try await session.beginSync(cursor: nil, deviceKey: key.publicKey.rawBytes)
    }

    /// The next request, authorised and stamped.
    mutating func request(_ order: TestSession.Order) async throws -> SubmitIntentRequest {
        bank.clock.advance(seconds: 30)
        let reviewed = try session.reviewed(order)
        let request = try session.request(reviewed)
        sequence += 1
        let deviceID = try #require(
            DeviceID(bytes: SHA256.digest(of: key.publicKey.rawBytes).bytes.prefix(16))
        )
        let bare = DeviceStamp(
            deviceID: deviceID,
            sequence: sequence,
            previous: previous,
            signature: []
        )
        previous = bare.hash(for: reviewed.digest)
        return request.stamped(
            DeviceStamp(
                deviceID: deviceID,
                sequence: bare.sequence,
                previous: bare.previous,
                signature: key.sign(bare.signedBytes(for: reviewed.digest))
            )
        )
    }

    mutating func submit(_ order: TestSession.Order) async throws -> IntentReply {
        try await session.submit(request(order))
    }

    func isPosted(_ request: SubmitIntentRequest) async throws -> Bool {
        guard case .created(let decision) = try await session.submit(request),
            case .posted = decision.outcome
        else { return false }
        return true
    }

    /// The keys whose stamps were remarked on.
    func breaks() async throws -> [UInt128?] {
        try await bank.auditRows(.deviceSequenceBroken).map(\.objectBits)
    }

    func sequenceAtBank() async throws -> Int64 {
        let reply = try await session.beginSync(
            cursor: nil,
            deviceKey: key.publicKey.rawBytes,
            deviceSequence: sequence
        )
        guard case .syncBegun(let begun) = reply else { throw TestBankError.unexpectedReply }
        return begun.deviceSequence
    }
}

extension SubmitIntentRequest {
    func stamped(_ stamp: DeviceStamp) -> SubmitIntentRequest {
        SubmitIntentRequest(
            key: key,
            reviewed: reviewed,
            sessionID: sessionID,
            claimedAt: claimedAt,
            proof: proof,
            stamp: stamp
        )
    }
}
