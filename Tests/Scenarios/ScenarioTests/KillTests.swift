import CoreVocabulary
import Glibc
import PseudoTerminal
import Testing

/// Goal: a transfer that was said to be done is there once after any crash, and none is there twice.
///
/// Method: processes killed at random moments that follow from a seed, and restarted on their state.
@Suite("Scenario: killed at any moment")
struct KillTests {
    private static let transferCount = 100
    /// The most lines that a worker writes before it is killed.
    private static let lineLimit: UInt64 = 14
    /// The most time between a line and the kill: longer than a transfer takes.
    private static let microsecondsLimit: UInt64 = 15_000
    /// Between the beginnings of two lives on the clock they are handed: longer than all codes of
    /// one life, and such that a day's worth of lives begins in every hour.
    private static let secondsBetweenLives: Int64 = 3_600
    private static let hoursOfDay = 24

    @Test(
        "of 100 transfers made in every hour, each that said done is booked once, and none twice",
        arguments: [MadeUpStart.monthEnd, .turnOfYear, .seeded(20_261_129)]
    )
    func workers(start: MadeUpStart) throws {
        let state = try DemoState()
        let user = try DemoUser.named("asha")
        var random = SplitMix64(seed: 20_261_121)
        var clock = start.secondsSinceEpoch
        var told = Told()
        var (lifeCount, killCount) = (0, 0)
        while told.lastBegun < Self.transferCount {
            let worker = try BuiltProgram.start(
                "transfer-worker",
                [
                    "run", state.path, user.user, user.password, user.secret,
                    String(told.lastBegun + 1), String(Self.transferCount), String(clock),
                ]
            )
            clock += Self.secondsBetweenLives
            lifeCount += 1
            let lineCount = Int(random.next() % Self.lineLimit)
            let pause = Duration.microseconds(Int64(random.next() % Self.microsecondsLimit))
            try worker.wait(for: "\(lineCount) lines or the end") {
                $0.end != nil || $0.output.count { $0 == UInt8(ascii: "\n") } >= lineCount
            }
            Self.letPass(pause)
            worker.signal(SIGKILL)
            if try worker.waitForEnd() == .killed(Int(SIGKILL)) { killCount += 1 }
            try told.take(worker.output)
        }
        #expect(killCount >= 5, "the kills came too late to be any")
        #expect(lifeCount >= Self.hoursOfDay, "no life began in some hour: \(lifeCount)")

        // One more life, to its end: what was under way at the last kill is settled.
        let last = try BuiltProgram.start(
            "transfer-worker",
            [
                "run", state.path, user.user, user.password, user.secret,
                String(Self.transferCount + 1), String(Self.transferCount + 1), String(clock),
            ]
        )
        #expect(try last.waitForEnd() == .exited(0))
        try told.take(last.output)
        try expectBooked(told, in: state)
    }

    /// Holds the books against what the workers said.
    private func expectBooked(_ told: Told, in state: DemoState) throws {
        let check = try CommandRun(BuiltProgram.path("transfer-worker"), ["check", state.path])
        let lines = check.output.split(separator: "\n").map(String.init)
        #expect(check.status == 0 && lines.last == "finished")
        #expect(lines.first == "sound", "the books are not sound: \(lines.first ?? "")")
        let booked = lines.filter { $0.hasPrefix("booked ") }.map { $0.dropFirst("booked ".count) }
        #expect(Set(booked).count == booked.count, "a transfer is booked twice: \(booked)")
        let missing = told.done.subtracting(booked.map(String.init))
        #expect(missing.isEmpty, "said done and not booked: \(missing)")
        // The last life waited for everything, so nothing that was booked is left unsaid.
        #expect(Set(booked.map(String.init)) == told.done)
        #expect(told.late.isDisjoint(with: told.done))
        #expect(told.done.count >= Self.transferCount / 2)
        try Books(state).expectSound()
    }

    /// Spins, because how long a sleep lasts is not for the seed to say.
    private static func letPass(_ duration: Duration) {
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end {}
    }

    /// What the workers said, over all lives.
    private struct Told {
        var done: Set<String> = []
        var late: Set<String> = []
        var lastBegun = 0

        mutating func take(_ output: [UInt8]) throws {
            // What was written whole before the kill; a terminal ends lines with CR and LF.
            for line in String(decoding: output, as: UTF8.self).split(separator: "\r\n") {
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                switch words.first {
                case "begun": lastBegun = try #require(words.last.flatMap(Self.number))
                case "late": late.insert(try #require(words.last))
                case "done": done.insert(try #require(words.last))
                case "ready", "finished": break
                default: Issue.record("a worker said: \(line)")
                }
            }
        }

        private static func number(of reference: String) -> Int? {
            reference.split(separator: " ").last.flatMap { Int($0) }
        }
    }
}
