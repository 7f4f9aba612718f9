/// Measures of the visible difference between colours; in floating point, as they are no money.
enum ColourMeasure {
    /// Returns the contrast ratio of two colours (WCAG 2), 1 to 21.
    static func contrast(_ one: RGB, _ other: RGB) -> Double {
        let light = max(luminance(one), luminance(other))
        let dark = min(luminance(one), luminance(other))
        return (light + 0.05) / (dark + 0.05)
    }

    /// Returns the perceived distance of two colours, 0 to 100, for normal vision if it is nil.
    ///
    /// Source: CIE 1976, the distance in L*a*b*.
    static func distance(_ one: RGB, _ other: RGB, for vision: Theme.ColourVision?) -> Double {
        let first = lab(seen(one, by: vision))
        let second = lab(seen(other, by: vision))
        let difference = first - second
        return (difference * difference).sum().squareRoot()
    }

    // MARK: - Light

    private static func luminance(_ colour: RGB) -> Double {
        (linear(colour) * SIMD3(0.2126, 0.7152, 0.0722)).sum()
    }

    private static func linear(_ colour: RGB) -> SIMD3<Double> {
        SIMD3(channels[Int(colour.red)], channels[Int(colour.green)], channels[Int(colour.blue)])
    }

    /// Linear light for each value of a channel, by IEC 61966-2-1.
    private static let channels: [Double] = (0...255).map { value in
        let encoded = Double(value) / 255
        if encoded <= 0.04045 { return encoded / 12.92 }
        // x to the power of 2.4 is x squared times the square of its fifth root.
        let base = (encoded + 0.055) / 1.055
        let fifth = root(base, degree: 5)
        return base * base * fifth * fifth
    }

    // MARK: - Colour vision

    /// Returns a colour as perceived with a kind of colour vision, in linear light.
    ///
    /// Source: Machado, Oliveira, Fernandes, "A physiologically-based model for simulation of color
    /// vision deficiency", 2009, severity 1.
    private static func seen(_ colour: RGB, by vision: Theme.ColourVision?) -> SIMD3<Double> {
        let light = linear(colour)
        let rows: [SIMD3<Double>] =
            switch vision {
            case nil:
                [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
            case .protan?:
                [
                    SIMD3(0.152286, 1.052583, -0.204868),
                    SIMD3(0.114503, 0.786281, 0.099216),
                    SIMD3(-0.003882, -0.048116, 1.051998),
                ]
            case .deutan?:
                [
                    SIMD3(0.367322, 0.860646, -0.227968),
                    SIMD3(0.280085, 0.672501, 0.047413),
                    SIMD3(-0.011820, 0.042940, 0.968881),
                ]
            case .tritan?:
                [
                    SIMD3(1.255528, -0.076749, -0.178779),
                    SIMD3(-0.078411, 0.930809, 0.147602),
                    SIMD3(0.004733, 0.691367, 0.303900),
                ]
            }
        let mixed = SIMD3((rows[0] * light).sum(), (rows[1] * light).sum(), (rows[2] * light).sum())
        return mixed.clamped(lowerBound: SIMD3(repeating: 0), upperBound: SIMD3(repeating: 1))
    }

    /// Converts linear light to CIE L*a*b*, with the white point of sRGB.
    private static func lab(_ light: SIMD3<Double>) -> SIMD3<Double> {
        let x = (light * SIMD3(0.4124564, 0.3575761, 0.1804375)).sum() / 0.95047
        let y = (light * SIMD3(0.2126729, 0.7151522, 0.0721750)).sum()
        let z = (light * SIMD3(0.0193339, 0.1191920, 0.9503041)).sum() / 1.08883
        let (fx, fy, fz) = (lightness(x), lightness(y), lightness(z))
        return SIMD3(116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz))
    }

    private static func lightness(_ value: Double) -> Double {
        value > 216.0 / 24389 ? root(value, degree: 3) : (24389.0 / 27 * value + 16) / 116
    }

    /// Returns a root of a number from 0 to about 1, by Newton's method: here is no library for it.
    private static func root(_ value: Double, degree: Int) -> Double {
        guard value > 0 else { return 0 }
        var guess = 1.0
        // From above, the steps only decrease, so iteration ends with the first one that does not.
        for _ in 0..<200 {
            let power = (1..<degree).reduce(1.0) { product, _ in product * guess }
            let next = guess - (guess - value / power) / Double(degree)
            if next >= guess { break }
            guess = next
        }
        return guess
    }
}
