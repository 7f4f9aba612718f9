// Goal: a day on the screen is the one that people mean, and a month that goes on is not told as over.
// Method: holds that end with a day and within one; statements of the running month and of another.
@testable import ClientService
@testable import ConsoleUI
import CoreVocabulary
import MoneyCore
import SyncCore
import TerminalKit
import Testing

@Suite("Days and months on the screen")
struct DayTests {
    // Symptom: a hold placed until 30 November was "Until 01 Dec 2026". Cause: its end is the midnight
    // after its last day, and the day of that instant was shown.
    @Test(
        "a hold is shown with its last day, and with the moment where it ends within a day",
        arguments: [
            (0, "30 Nov 2026"), (3_600, "01 Dec 01:00"), (-60, "30 Nov 23:59"),
        ] as [(Int64, String)]
    )
    func holds(secondsLater: Int64, shown: String) throws {
        let zone = ZoneOffset.india
        let midnight = zone.startOfDay(try #require(BusinessDate("2026-12-01")))
        var bank = ScriptedBank()
        bank.holds = [
            HoldRecord(
                transferID: TransferID(rawValue: 900),
                accountID: ScriptedBank.savings,
                amount: Money(minorUnits: 2_500_00, currency: .indianRupee),
                counterparty: "Hotel Meridian",
                reference: "Booking 5521",
                heldAt: ScriptedBank.now,
                expiresAt: midnight.adding(seconds: secondsLater),
                status: .pending
            )
        ]
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("Enter", "H")
        #expect(stage.text.contains(shown), "\(stage.text)")
        #expect(!stage.text.contains("Dec 2026"))
    }

    /// A bank 74 minutes east of UTC that holds something until the end of November there.
    private static func bankElsewhere() throws -> ScriptedBank {
        let zone = try #require(ZoneOffset(minutesEastOfUTC: 74))
        var bank = ScriptedBank()
        bank.holds = [
            HoldRecord(
                transferID: TransferID(rawValue: 900),
                accountID: ScriptedBank.savings,
                amount: Money(minorUnits: 2_500_00, currency: .indianRupee),
                counterparty: "Hotel Meridian",
                reference: "Booking 5521",
                heldAt: ScriptedBank.now,
                expiresAt: zone.startOfDay(try #require(BusinessDate("2026-12-01"))),
                status: .pending
            )
        ]
        return bank
    }

    // Symptom: at a bank 74 minutes east of UTC times and days were India's. Cause: the screens counted
    // them where the program was made for, and the bank told nobody where it does.
    @Test(
        "days are counted where the bank said last that it does, and in India where it never did",
        arguments: [
            (nil, nil, "01 Dec 04:16"), (74, nil, "30 Nov 2026"), (330, 74, "30 Nov 2026"),
            (74, 330, "01 Dec 04:16"),
        ] as [(Int?, Int?, String)]
    )
    func zoneOfBank(atSignIn: Int?, since: Int?, shown: String) throws {
        var bank = try Self.bankElsewhere()
        bank.user = SignedInUser(
            userID: bank.user.userID,
            displayName: bank.user.displayName,
            role: bank.user.role,
            endsAt: bank.user.endsAt,
            zone: atSignIn.flatMap { ZoneOffset(minutesEastOfUTC: $0) }
        )
        bank.zone = since.flatMap { ZoneOffset(minutesEastOfUTC: $0) }
        var stage = try Stage.signedIn(bank: bank)
        try stage.press("Enter", "H")
        #expect(stage.text.contains(shown), "\(stage.text)")
    }

    @Test("a bank that begins to count days elsewhere moves them on the screen that stands")
    func zoneChanges() throws {
        var stage = try Stage.signedIn(bank: try Self.bankElsewhere())
        try stage.press("Enter", "H")
        #expect(stage.text.contains("01 Dec 04:16"), "\(stage.text)")
        stage.bank.zone = ZoneOffset(minutesEastOfUTC: 74)
        stage.tell(.statusChanged(stage.bank.status))
        #expect(stage.text.contains("30 Nov 2026"), "\(stage.text)")
    }

    // Symptom: "Closing" in the middle of the month.
    @Test("the statement of the running month says that it goes on, and no other does")
    func runningMonth() throws {
        var stage = try Stage.signedIn()
        try stage.press("g", "s", "Enter")
        #expect(stage.text.contains("Statement of November 2026 so far"))
        #expect(stage.text.contains("Closing so far"))
        try stage.press(",")
        #expect(stage.text.contains("Statement of October 2026"))
        #expect(stage.text.contains("Closing"))
        #expect(!stage.text.contains("so far"))
    }

    // Symptom: with no line over midnight "so far" went, beside "as of 30 Nov 23:56". Cause: the month
    // was compared with the clock, which knows nothing of what the record lacks.
    @Test("a month is over once the record reaches its end, whatever the clock says")
    func recordEndsBefore() throws {
        let midnight = ZoneOffset.india.startOfDay(try #require(BusinessDate("2026-12-01")))
        let heardAt = midnight.adding(seconds: -4 * 60)
        var stage = try Stage.signedIn()
        stage.bank.line = .down(since: heardAt)
        stage.bank.freshness = .cached(asOf: heardAt)
        stage.time.wall = midnight.adding(seconds: 1)
        stage.tell(.statusChanged(stage.bank.status))
        try stage.press("g", "s", "Enter")
        #expect(stage.text.contains("DEMO  November 2026 so far "))
        #expect(stage.text.contains("Closing so far"))
        stage.comeBack()
        stage.tell(.recordsChanged)
        #expect(stage.text.contains("Statement of November 2026"))
        #expect(!stage.text.contains("so far"))
    }

    // Symptom: "Statement of November 2026 s..." beside "offline, as of 30 Nov 23:56". Cause: a title had
    // one form, and its end was cut.
    @Test(
        "a title without room is said in fewer words, and that the month goes on is not cut",
        arguments: [
            (.demo, 120, 0, "Statement of November 2026 so far"),
            (.demo, 80, 0, "November 2026 so far"), (.demo, 60, 0, "November 2026 so far"),
            (.training, 60, 0, "Nov 2026 so far"), (.training, 60, 60, "Nov so far"),
        ] as [(TerminalKit.Environment, Int, Int64, String)]
    )
    func title(
        environment: TerminalKit.Environment,
        width: Int,
        daysLater: Int64,
        title: String
    ) throws {
        let midnight = ZoneOffset.india.startOfDay(try #require(BusinessDate("2026-12-01")))
        let heardAt = midnight.adding(seconds: -4 * 60)
        var stage = Stage(size: Size(width: width, height: 24), environment: environment)
        try stage.signIn()
        stage.bank.line = .down(since: heardAt)
        stage.bank.freshness = .cached(asOf: heardAt)
        stage.time.wall = midnight.adding(seconds: 1 + daysLater * ZoneOffset.secondsPerDay)
        stage.tell(.statusChanged(stage.bank.status))
        try stage.press("g", "s", "Enter")
        let bar = try #require(stage.text.split(separator: "\n").first)
        let banner = environment == .demo ? "DEMO" : "TRAINING"
        #expect(bar.hasPrefix(" \(banner)  \(title) "), "\(bar)")
        #expect(bar.contains("offline, as of 30 Nov "), "\(bar)")
    }
}
