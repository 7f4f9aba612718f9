// Goal: a sign-out without the bank's confirmation says so, and when the session ends there.
// Method: the news of it comes before and after the sign-in screen, on screens and in lines.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing

@Suite("A sign-out that the bank was not told of")
struct UntoldEndTests {
    private static let noted =
        "Signed out here. The bank has not confirmed it: it ends that session when you sign in here"
        + " again, or by itself by 14:20."

    private static func status(
        _ bank: ScriptedBank,
        isNoted: Bool = true,
        zone: ZoneOffset? = nil
    ) -> SyncStatus {
        var status = bank.status
        status.untoldEnd = UntoldEnd(
            endsAt: ScriptedBank.now.adding(seconds: 18 * 60),
            overAt: Instant(secondsSinceEpoch: 1_000 + 18 * 60),
            isNoted: isNoted,
            zone: zone
        )
        return status
    }

    // Symptom: nothing was said, and at the next sign-in the user's own session stood there as "another".
    @Test("the sign-in screen says it, until the session has ended by itself")
    func said() throws {
        var stage = try Stage.signedIn()
        stage.tell(.signedOut)
        #expect(!stage.words.contains("has not confirmed"))
        stage.tell(.statusChanged(Self.status(stage.bank)))
        #expect(stage.words.contains(Self.noted), "\(stage.text)")
        stage.wait(seconds: 18 * 60 + 1)
        #expect(!stage.words.contains("has not confirmed"))
    }

    // Symptom: with this machine's clock an hour ahead nothing was said of a session that went on, and
    // with one behind it was said for an hour too long, with a day beside the time.
    @Test("this machine's wall clock changes nothing of it", arguments: [Int64(3_600), -86_400])
    func wallClock(seconds: Int64) throws {
        var stage = try Stage.signedIn()
        stage.time.wall = stage.time.wall.adding(seconds: seconds)
        stage.tell(.signedOut)
        stage.tell(.statusChanged(Self.status(stage.bank)))
        #expect(stage.words.contains(Self.noted), "\(stage.text)")
        stage.wait(seconds: 18 * 60 + 1)
        #expect(!stage.words.contains("has not confirmed"))
    }

    @Test("it is said no more once the news is that nothing is open")
    func over() throws {
        var stage = try Stage.signedIn()
        stage.tell(.signedOut)
        stage.tell(.statusChanged(Self.status(stage.bank)))
        stage.tell(.statusChanged(stage.bank.status))
        #expect(!stage.words.contains("has not confirmed"))
    }

    @Test("where the session was not noted, nobody is promised that the next sign-in ends it")
    func notNoted() throws {
        var stage = try Stage.signedIn()
        stage.tell(.signedOut)
        stage.tell(.statusChanged(Self.status(stage.bank, isNoted: false)))
        let told = "The bank has not confirmed it: it ends that session by itself by 14:20."
        #expect(stage.words.contains(told), "\(stage.text)")
        #expect(!stage.words.contains("sign in here again"))
    }

    @Test("the time is the bank's, where it counts its days")
    func zone() throws {
        let zone = try #require(ZoneOffset(minutesEastOfUTC: 0))
        var stage = try Stage.signedIn()
        stage.tell(.signedOut)
        stage.tell(.statusChanged(Self.status(stage.bank, zone: zone)))
        #expect(stage.words.contains("by itself by 08:50."))
    }

    @Test(
        "beside too many wrong passwords both are said, whichever comes first",
        arguments: [true, false]
    )
    func lock(isToldFirst: Bool) throws {
        var stage = try Stage.signedIn()
        try stage.press("F12")
        stage.bank.unlockTriesLeft = 1
        if isToldFirst { stage.tell(.statusChanged(Self.status(stage.bank))) }
        stage.type("wrong")
        try stage.press("Enter")
        if !isToldFirst { stage.tell(.statusChanged(Self.status(stage.bank))) }
        #expect(stage.words.contains("too many wrong passwords, and you were signed out."))
        #expect(stage.words.contains(Self.noted), "\(stage.text)")
    }

    @Test("in lines it is said once")
    func lines() {
        var talk = Talk.signedIn()
        talk.tell(.signedOut)
        let before = talk.transcript.count
        for _ in 1...2 { talk.tell(.statusChanged(Self.status(talk.bank))) }
        let heard = String(talk.transcript.dropFirst(before))
        #expect(heard.components(of: Self.noted) == 1, "\(heard)")
    }
}
