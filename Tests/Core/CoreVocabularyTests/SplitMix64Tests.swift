// Goal: a seed gives the same numbers on every machine and for ever.
// Method: the outputs of the reference C program by Vigna (prng.di.unimi.it/splitmix64.c).
import CoreVocabulary
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
    @Test("seed 1234567 gives the numbers of the reference program")
    func referenceNumbers() {
        var random = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        for number in expected { #expect(random.next() == number) }
    }

    @Test("seed 0 begins with the number everybody knows")
    func zeroSeed() {
        var random = SplitMix64(seed: 0)
        #expect(random.next() == 0xE220_A839_7B1D_CDAF)
    }
}
