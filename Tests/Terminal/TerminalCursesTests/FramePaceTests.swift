@testable import TerminalCurses
import Testing

// Goal: a frame comes at once where somebody waits for it, and seldom where the next key changes it.
// Method: made-up instants; frames are counted.
@Suite("The pace of frames")
struct FramePaceTests {
    private let start = ContinuousClock.now

    /// A pace whose first frame was painted at the start.
    private var begun: FramePace {
        var pace = FramePace()
        _ = pace.takeDue(start)
        pace.notePainted(start)
        return pace
    }

    @Test("the first frame is painted at once, and none after it until something changes")
    func first() {
        var pace = FramePace()
        #expect(pace.due == nil)
        let isFirstDue = pace.takeDue(start)
        #expect(isFirstDue)
        pace.notePainted(start)
        let isSecondDue = pace.takeDue(start + .seconds(1))
        #expect(!isSecondDue)
        #expect(pace.due == nil)
    }

    @Test("a frame that a key asked for is painted at once when no other key waits")
    func urgent() {
        var pace = begun
        pace.note(isUrgent: true)
        #expect(pace.due == nil)
        let isDue = pace.takeDue(start + .milliseconds(1))
        #expect(isDue)
    }

    // Symptom: a new balance was painted 33 ms after the frame for the news of it, which showed no change.
    @Test("frames that no key asked for are painted at once, until many came in quick succession")
    func unasked() {
        var pace = begun
        for frame in 2...FramePace.burstCount {
            let now = start + .milliseconds(frame)
            pace.note(isUrgent: false)
            let isDue = pace.takeDue(now)
            #expect(isDue)
            pace.notePainted(now)
        }
        pace.note(isUrgent: false)
        let due = start + FramePace.minimumInterval
        #expect(pace.due == due)
        let isEarlyDue = pace.takeDue(due - .milliseconds(1))
        #expect(!isEarlyDue)
        let isDue = pace.takeDue(due)
        #expect(isDue)
    }

    @Test("changes without end are painted thirty times a second, after keys at a high rate too")
    func stream() {
        var pace = begun
        for key in 1...1_000 {
            pace.note(isUrgent: true)
            let isDue = pace.takeDue(start + .milliseconds(key))
            #expect(isDue)
            pace.notePainted(start + .milliseconds(key))
        }
        var frames: [Int] = []
        for change in 1_001...2_000 {
            pace.note(isUrgent: false)
            guard pace.takeDue(start + .milliseconds(change)) else { continue }
            pace.notePainted(start + .milliseconds(change))
            frames.append(change)
        }
        #expect(frames.first == 1_033)
        #expect(frames.count == 30)
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $1 - $0 == 33 })
    }

    // Symptom: of keys that came one by one and faster than they were taken, each one had a frame
    // of its own, which nobody saw.
    @Test("while more keys wait frames are held back, and the last key has its frame at once")
    func burst() {
        var pace = begun
        var frames: [Int] = []
        let keyCount = 100
        for key in 1...keyCount {
            let now = start + .milliseconds(key)
            pace.hasMoreKeys = key < keyCount
            pace.note(isUrgent: true)
            guard pace.takeDue(now) else { continue }
            pace.notePainted(now)
            frames.append(key)
        }
        #expect(frames == [33, 66, 99, 100])
    }

    @Test("a frame that is held back for keys is due all the same")
    func heldBack() {
        var pace = begun
        pace.hasMoreKeys = true
        pace.note(isUrgent: true)
        #expect(pace.due == start + FramePace.minimumInterval)
        #expect(pace.isSoon(start + .milliseconds(32)))
        #expect(!pace.isSoon(start + FramePace.minimumInterval))
    }
}
