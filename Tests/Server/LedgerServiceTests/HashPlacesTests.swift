import Testing

@testable import LedgerService

/// Goal: no more passwords are hashed side by side than there are places.
///
/// Method: the places alone, taken and given back by hand.
struct HashPlacesTests {
    @Test("there are as many places as were made, and one given back can be taken again")
    func places() {
        var places = HashPlaces(count: 2)
        #expect(take(3, of: &places) == [true, true, false])
        #expect(!places.isFull)
        places.giveBack()
        #expect(take(2, of: &places) == [true, false])
    }

    @Test("a place that is given back goes to whoever waits, and to nobody else")
    func handingOver() async {
        var places = HashPlaces(count: 1)
        #expect(take(1, of: &places) == [true])
        await withCheckedContinuation { continuation in
            places.wait(continuation)
            places.giveBack()
        }
        #expect(take(1, of: &places) == [false])
        places.giveBack()
        #expect(take(1, of: &places) == [true])
    }

    private func take(_ count: Int, of places: inout HashPlaces) -> [Bool] {
        (0..<count).map { _ in places.take() }
    }
}
