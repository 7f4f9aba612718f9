package import CoreVocabulary
package import Cryptography

/// Time-based one-time passwords: codes computed from a secret and the time.
///
/// Source: RFC 6238, RFC 4226.
///
/// The secret is borrowed by each call and never kept. At rest it is sealed, and in use it is in a
/// locked buffer of the caller.
package struct TOTP: Hashable, Sendable {
    /// Minimum length of a secret in bytes: 128 bits.
    ///
    /// Source: RFC 4226 §4 R6.
    package static let leastSecretByteCount = 16
    /// Allowed length of a time step, in seconds.
    package static let periods: ClosedRange<Int64> = 15...120
    /// The standard parameters: SHA-1, six digits, 30 seconds, which every authenticator supports.
    package static let standard = TOTP(uncheckedAlgorithm: .sha1, digitCount: 6, periodSeconds: 30)

    /// Hash function of the HMAC.
    package let algorithm: HashAlgorithm
    /// Number of digits in a code, 6 to 8.
    package let digitCount: Int
    /// Length of a time step, in seconds.
    package let periodSeconds: Int64

    /// Creates parameters; returns nil if digits or period are outside their range.
    package init?(
        algorithm: HashAlgorithm = .sha1,
        digitCount: Int = 6,
        periodSeconds: Int64 = 30
    ) {
        guard OneTimeCode.digitCounts.contains(digitCount), Self.periods.contains(periodSeconds)
        else { return nil }
        self.init(
            uncheckedAlgorithm: algorithm,
            digitCount: digitCount,
            periodSeconds: periodSeconds
        )
    }

    private init(uncheckedAlgorithm: HashAlgorithm, digitCount: Int, periodSeconds: Int64) {
        algorithm = uncheckedAlgorithm
        self.digitCount = digitCount
        self.periodSeconds = periodSeconds
    }

    /// Returns the time step that contains an instant.
    package func step(at instant: Instant) -> TimeStep {
        let seconds = instant.secondsSinceEpoch
        let (quotient, remainder) = seconds.quotientAndRemainder(dividingBy: periodSeconds)
        return TimeStep(number: remainder < 0 ? quotient - 1 : quotient)
    }

    /// Returns the first instant of a time step.
    package func start(of step: TimeStep) -> Instant {
        let (seconds, overflow) = step.number.multipliedReportingOverflow(by: periodSeconds)
        invariant(!overflow, "a step lies within the range of seconds")
        return Instant(secondsSinceEpoch: seconds)
    }

    /// Computes the code of a time step.
    package func code(for step: TimeStep, secret: Span<UInt8>) -> OneTimeCode {
        var message = CanonicalEncoder(reservingCapacity: 8)
        message.write(step.number)
        let mac = HMAC.code(for: message.bytes, key: secret, using: algorithm)
        invariant(mac.count == algorithm.byteCount, "an HMAC has the length of its hash")
        // Dynamic truncation, RFC 4226 §5.3: the last four bits are the offset of the four bytes to
        // read, and the topmost bit is masked so that signed and unsigned readers agree.
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let word = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let modulus = (0..<digitCount).reduce(UInt32(1)) { power, _ in power * 10 }
        return OneTimeCode(value: (word & 0x7FFF_FFFF) % modulus, digitCount: digitCount)
    }

    /// Returns the steps whose code is accepted at an instant: next, current, previous.
    ///
    /// The previous step allows for the time to type and send, the next one for an authenticator
    /// whose clock is ahead of the bank's. docs/decisions/0015-code-of-the-next-step.md explains
    /// why that is safe.
    ///
    /// Source: RFC 6238 §5.2 and §6.
    package func acceptedSteps(at instant: Instant) -> [TimeStep] {
        let current = step(at: instant)
        return [current.next, current, current.previous]
    }
}
