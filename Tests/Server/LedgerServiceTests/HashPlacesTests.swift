import Testing

@testable import LedgerService

/// Goal: no more passwords are hashed side by side than there are places.
///
/// Method: the places alone, taken and given back by hand.
struct HashPlacesTests {
    @Test("a place that was given back can be taken again, and none beyond them")
    func places() {
        var places = HashPlaces(count: 2)
        #expect(places.take())
        #expect(places.take())
        #expect(!places.take())
        #expect(!places.isFull)
        places.giveBack()
        #expect(places.take())
        #expect(!places.take())
    }

    @Test("a place that is given back goes to whoever waits, and to nobody else")
    func handingOver() async {
        var places = HashPlaces(count: 1)
        #expect(places.take())
        await withCheckedContinuation { continuation in
            places.wait(continuation)
            places.giveBack()
        }
        #expect(!places.take())
        places.giveBack()
        #expect(places.take())
    }
}
