// Goal: nobody waits for ever for what they asked for.
// Method: the real runner does effects over the scripted client; what it delivers is counted.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import Cryptography
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Effects that are waited for")
struct AwaitedEffectsTests {
    /// Every effect but those of a search.
    private static let effects = makeEffects()

    private static func makeEffects() -> [ClientEffect] {
        let id = ScriptedBank.savings
        let key = IntentKey(rawValue: 1)
        let reviewed = ScriptedBank().transfer(1, .queued).reviewed
        let draft = TransferDraft(
            from: id,
            to: ScriptedBank.current,
            amount: Money(minorUnits: 500_00, currency: .indianRupee),
            reference: "Lunch"
        )
        let entries = EntriesQuery(
            id: RequestID(number: 1),
            accountID: id,
            places: 0..<5,
            matches: nil
        )
        return [
            .signIn(
                user: "asha",
                password: secret(ScriptedBank.password),
                code: secret(ScriptedBank.code)
            ),
            .openOffline(user: "asha", password: secret(ScriptedBank.password)),
            .signOut, .unlock(password: secret("wrong")), .status, .accounts,
            .activity(limit: 5), .payees, .outbox,
            .query(QueryRequest(HoldsQuery(accountID: id))), .query(QueryRequest(entries)),
            .review(RequestID(number: 2), draft),
            .authorise(TransferReview(reviewed: reviewed), code: secret(ScriptedBank.code)),
            .reauthorise(key, code: secret(ScriptedBank.code)), .cancel(key), .acknowledge(key),
            .query(QueryRequest(StatementMonthsQuery(accountID: id))),
            .query(
                QueryRequest(
                    StatementQuery(
                        accountID: id,
                        month: StatementMonth(year: 2026, month: 10)
                    )
                )
            ),
            .query(QueryRequest(SyncReportQuery())), .readNotice, .sessions,
            .endSession(SessionID(rawValue: 1)), .refresh,
            .fillIn(user: "asha", signsIn: false), .line(.cut),
        ]
    }

    private static let search = SearchRequest(
        id: RequestID(number: 9),
        accountID: ScriptedBank.savings,
        filter: EntryFilter()
    )

    private static func secret(_ text: String) -> SharedSecret {
        SharedSecret(copying: Array(text.utf8).span)
    }

    /// The events that the real runner delivers until all effects are done.
    private static func delivered(
        by effects: [ClientEffect],
        _ client: ScriptedClient
    ) async -> [ConsoleEvent] {
        let (events, sink) = AsyncStream<ConsoleEvent>.makeStream()
        let runner = EffectRunner(client: client) { sink.yield($0) }
        for effect in effects { runner.submit(effect) }
        runner.finish()
        await runner.run()
        sink.finish()
        var all: [ConsoleEvent] = []
        for await event in events { all.append(event) }
        return all
    }

    @Test("each effect is answered, also where there is nothing to say", arguments: effects)
    func answered(_ effect: ClientEffect) async {
        var awaited = AwaitedEffects()
        awaited.submit(effect)
        #expect(!awaited.isEmpty)
        let events = await Self.delivered(by: [effect], ScriptedClient())
        for event in events { awaited.receive(event) }
        #expect(awaited.isEmpty)
    }

    @Test("a search is not waited for, and its reports answer nothing else")
    func searching() async {
        var awaited = AwaitedEffects()
        awaited.submit(.search(Self.search))
        awaited.submit(.cancelSearch(Self.search.id))
        #expect(awaited.isEmpty)
        awaited.submit(.refresh)
        awaited.receive(.reply(.searchEnded(Self.search.id)))
        #expect(!awaited.isEmpty)
        awaited.receive(.reply(.refreshed))
        #expect(awaited.isEmpty)
    }

    // Symptom: after a restore, `sync` in lines was answered, and then nothing was asked for any more;
    // whatever was typed was only echoed, and Ctrl-C alone led out.
    // Cause: every effect was waited for until its reply came, and reading the notice had none. The
    // conversations of these tests answered from a script, in which nothing was waited for.
    @Test("after the notice of restored books was read, the next line is asked for")
    func noticeRead() async {
        let client = ScriptedClient()
        await client.restoreBooks()
        var lines = Lines(client)
        await lines.signIn()
        #expect(lines.canType)
        await lines.say("sync")
        let log = await client.bank.log
        #expect(log.contains("readNotice"))
        #expect(lines.canType)
        #expect(lines.shell.prompt.text == "> ")
    }

    /// The console in lines over the real runner: a line is typed, and all that comes of it is done.
    private struct Lines {
        let client: ScriptedClient
        var shell: LinearShell
        private var awaited = AwaitedEffects()
        private let time = ConsoleTime(
            wall: ScriptedBank.now,
            steady: Instant(secondsSinceEpoch: 1_000)
        )

        init(_ client: ScriptedClient) {
            self.client = client
            shell = LinearShell(
                configuration: ConsoleConfiguration(environment: .demo, bankName: "Bank"),
                at: time
            )
            _ = shell.start(at: time)
        }

        /// True if a line is asked for.
        var canType: Bool { awaited.isEmpty && !shell.isAwaiting }

        mutating func signIn() async {
            await say("asha")
            for text in [ScriptedBank.password, ScriptedBank.code] {
                let response = shell.receive(
                    secret: AwaitedEffectsTests.secret(text),
                    at: time
                )
                await finish(response.effects)
            }
        }

        mutating func say(_ line: String) async {
            await finish(shell.receive(line: line, at: time).effects)
        }

        private mutating func finish(_ effects: [Effect]) async {
            var effects = effects
            while !effects.isEmpty { effects = await answer(effects) }
        }

        /// Does effects; what has to be done next.
        private mutating func answer(_ effects: [Effect]) async -> [Effect] {
            let asked = effects.compactMap { effect -> ClientEffect? in
                if case .client(let effect) = effect { effect } else { nil }
            }
            for effect in asked { awaited.submit(effect) }
            var next: [Effect] = []
            for event in await AwaitedEffectsTests.delivered(by: asked, client) {
                awaited.receive(event)
                next += shell.receive(event, at: time).effects
            }
            return next
        }
    }
}
