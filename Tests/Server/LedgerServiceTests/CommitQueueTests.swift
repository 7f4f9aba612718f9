import Testing

@testable import LedgerService

/// Goal: jobs are committed in their order, together when they come together, and none is lost.
///
/// Method: the queue alone, driven by hand.
struct CommitQueueTests {
    @Test("the first job leads, those that come meanwhile wait and go together")
    func grouping() {
        var queue = CommitQueue(requestLimit: 10)
        let first = queue.add { _ in 1 }
        #expect(first.turn == .lead)
        #expect(queue.removeBatch().map(\.number) == [first.job.number])
        let second = queue.add { _ in 2 }
        let third = queue.add { _ in 3 }
        #expect(second.turn == .wait)
        #expect(third.turn == .wait)
        #expect(queue.finish() == second.job.number)
        #expect(queue.removeBatch().map(\.number) == [second.job.number, third.job.number])
        #expect(queue.finish() == nil)
        #expect(queue.add({ _ in 4 }).turn == .lead)
    }

    @Test("a commit holds no more requests than the limit; the rest keeps its order")
    func limit() {
        var queue = CommitQueue(requestLimit: 2)
        let numbers = (0..<5).map { number in queue.add { _ in number }.job.number }
        #expect(queue.removeBatch().map(\.number) == Array(numbers[0..<2]))
        #expect(queue.finish() == numbers[2])
        #expect(queue.removeBatch().map(\.number) == Array(numbers[2..<4]))
        #expect(queue.finish() == numbers[4])
        #expect(queue.removeBatch().map(\.number) == [numbers[4]])
        #expect(queue.finish() == nil)
    }

    @Test(
        "a job is never divided: it waits if it does not fit, and has its own commit if it never does"
    )
    func batches() {
        var queue = CommitQueue(requestLimit: 3)
        let numbers = [2, 2, 5, 1].map { count in
            queue.add(requestCount: count) { _ in count }.job.number
        }
        #expect(queue.removeBatch().map(\.number) == [numbers[0]])
        #expect(queue.finish() == numbers[1])
        #expect(queue.removeBatch().map(\.number) == [numbers[1]])
        #expect(queue.finish() == numbers[2])
        #expect(queue.removeBatch().map(\.number) == [numbers[2]])
        #expect(queue.finish() == numbers[3])
        #expect(queue.removeBatch().map(\.number) == [numbers[3]])
        #expect(queue.finish() == nil)
    }
}
