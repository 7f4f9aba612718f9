@testable import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import Testing

// Goal: every event has one meaning in every state of a transfer.
// Method: the table of all states and events with the state that follows.

@Suite struct OutboxRecordTests {
    private static let key = IntentKey(rawValue: 5)
    private static let decision = IntentDecision(
        key: key,
        outcome: .posted(JournalID(rawValue: 6)),
        decidedAt: .epoch
    )
    private static let proof = AuthorisationProof(
        sessionID: SessionID(rawValue: 1),
        claimedAt: .epoch,
        code: [1]
    )
    private static let newProof = AuthorisationProof(
        sessionID: SessionID(rawValue: 2),
        claimedAt: .epoch,
        code: [2]
    )

    private static let states: [OutboxRecord.State] = [
        .queued, .sending, .unknown, .needsCode(.wrong), .cancelled, .decided(decision),
        .cancelAsked,
    ]
    private static let events: [OutboxRecord.Event] = [
        .sendingBegan, .wasNotSent, .answerWasLost, .codeWasRefused(.used), .wasTurnedAway,
        .wasDecided(decision), .wasTakenBack, .wasAuthorisedAgain(newProof), .wasSeen, .wasPutOff,
    ]

    /// A row a state, a column an event; nil where the event does not fit.
    private static let table: [[OutboxRecord.State?]] = [
        [.sending, nil, nil, nil, nil, .decided(decision), .cancelAsked, nil, nil, nil],
        [
            nil, .unknown, .unknown, .needsCode(.used), .cancelled, .decided(decision),
            .cancelAsked, nil, nil, .queued,
        ],
        [
            .sending, nil, nil, .needsCode(.used), nil, .decided(decision), .cancelAsked, nil, nil,
            nil,
        ],
        [nil, nil, nil, nil, nil, .decided(decision), .cancelAsked, .queued, nil, nil],
        [nil, nil, nil, nil, nil, .decided(decision), nil, nil, .cancelled, nil],
        [nil, nil, nil, nil, nil, nil, nil, nil, .decided(decision), nil],
        [nil, nil, nil, nil, nil, .decided(decision), nil, nil, nil, nil],
    ]

    private func record(_ state: OutboxRecord.State, sendCount: Int) throws -> OutboxRecord {
        let day = try #require(BusinessDate(dayNumber: 20_000))
        return OutboxRecord(
            reviewed: ReviewedTransfer(
                intentKey: Self.key,
                debitAccountID: AccountID(rawValue: 1),
                creditorAccountID: AccountID(rawValue: 2),
                payeeName: "Meera",
                amountMinorUnits: 5,
                feeMinorUnits: 0,
                currencyCode: "INR",
                valueDate: day,
                reference: ""
            ),
            proof: Self.proof,
            queuedAt: .epoch,
            state: state,
            sendCount: sendCount
        )
    }

    @Test("each event in each state does what the table says")
    func everyStateAndEvent() throws {
        for (state, row) in zip(Self.states, Self.table) {
            for (event, expected) in zip(Self.events, row) {
                let after = try record(state, sendCount: 2).after(event)
                #expect(after?.state == expected, "\(event) in \(state)")
                #expect(after?.reviewed == nil || after?.key == Self.key)
            }
        }
    }

    @Test("what was never sent can be taken back here; what may have been, only by the bank")
    func neverSent() throws {
        let sending = try #require(try record(.queued, sendCount: 0).after(.sendingBegan))
        #expect(sending.sendCount == 1)
        let back = try #require(sending.after(.wasNotSent))
        #expect(back.state == .queued)
        #expect(back.sendCount == 0)
        #expect(back.after(.wasTakenBack)?.state == .cancelled)
        let sent = try record(.queued, sendCount: 1).after(.wasTakenBack)
        #expect(sent?.state == .cancelAsked)
        #expect(sent?.after(.wasNotSent) == nil)
        #expect(sent?.after(.answerWasLost) == nil)
    }

    @Test("what was put off waits to be sent, and is taken back only by the bank")
    func putOff() throws {
        let sending = try #require(try record(.queued, sendCount: 0).after(.sendingBegan))
        let waiting = try #require(sending.after(.wasPutOff))
        #expect(waiting.state == .queued)
        #expect(waiting.sendCount == 1)
        #expect(waiting.after(.wasTakenBack)?.state == .cancelAsked)
    }

    @Test("what the bank posted and lost stays decided, is seen anew, and can be found again")
    func lost() throws {
        let posted = try record(.decided(Self.decision), sendCount: 1)
        let lost = try #require(posted.after(.wasLost))
        #expect(lost.state == .decided(Self.decision))
        #expect(lost.isLost && lost.item.isLost && !lost.isAcknowledged)
        #expect(lost.after(.wasLost) == nil)
        #expect(lost.after(.sendingBegan) == nil)
        #expect(lost.after(.wasTakenBack) == nil)
        #expect(lost.after(.wasSeen)?.isAcknowledged == true)
        #expect(lost.after(.wasDecided(Self.decision))?.isLost == false)
        for state in Self.states.filter({ $0 != .decided(Self.decision) }) {
            #expect(try record(state, sendCount: 1).after(.wasLost) == nil)
        }
    }

    @Test("another code is another proof of the same bytes under the same key")
    func anotherCode() throws {
        let before = try record(.needsCode(.tooOld), sendCount: 1)
        let after = try #require(before.after(.wasAuthorisedAgain(Self.newProof)))
        #expect(after.proof == Self.newProof)
        #expect(after.reviewed.canonicalBytes == before.reviewed.canonicalBytes)
    }

    @Test("a decision about another key changes nothing")
    func otherKey() throws {
        let other = IntentDecision(
            key: IntentKey(rawValue: 99),
            outcome: .refused(code: 1),
            decidedAt: .epoch
        )
        #expect(try record(.sending, sendCount: 1).after(.wasDecided(other)) == nil)
    }
}
