import ClientService
import CoreVocabulary
import Cryptography

extension Client {
    /// Creates a console's client with the machine's randomness and India's time.
    init(link: any BankLink, storage: any ClientStorage, clock: BenchClock) {
        self.init(link: link, storage: storage, clock: clock, random: SecureRandom(), zone: .india)
    }
}
