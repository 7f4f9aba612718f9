import Cryptography

extension OTPAuthURI {
    private static let prefix = "otpauth://totp/"

    /// Parses a URI; unknown parameters are ignored.
    ///
    /// - Throws: ``Refusal`` with the rule that the text breaks.
    package init(parsing text: String) throws(Refusal) {
        guard text.lowercased().hasPrefix(Self.prefix) else { throw .notTimeBased }
        let rest = text.dropFirst(Self.prefix.count)
        let parts = Self.halves(of: rest, at: "?")
        guard let encodedLabel = parts.first, let label = PercentEncoding.decode(encodedLabel)
        else { throw .badEncoding }
        let parameters = try Self.parameters(of: parts.count == 2 ? parts[1] : "")
        let (labelIssuer, accountName) = Self.split(label: label)
        let issuer = try Self.agreed(labelIssuer, parameters.issuer)
        guard let encodedSecret = parameters.secret,
            let secret = Base32.decodePasted(encodedSecret)
        else { throw .badSecret }
        try self.init(
            issuer: issuer,
            accountName: accountName,
            secret: secret,
            totp: try Self.totp(of: parameters)
        )
    }

    private struct Parameters {
        var secret: String?
        var issuer: String?
        var algorithm: String?
        var digits: String?
        var period: String?
    }

    private static func parameters(of query: Substring) throws(Refusal) -> Parameters {
        var parameters = Parameters()
        for pair in query.unicodeScalars.split(separator: "&") {
            let parts = halves(of: Substring(pair), at: "=")
            guard parts.count == 2, let value = PercentEncoding.decode(parts[1]) else {
                throw .badEncoding
            }
            guard let path = path(ofParameter: parts[0]) else { continue }
            guard parameters[keyPath: path] == nil else { throw .contradiction }
            parameters[keyPath: path] = value
        }
        return parameters
    }

    private static func path(
        ofParameter name: Substring
    ) -> WritableKeyPath<Parameters, String?>? {
        switch name {
        case "secret": \.secret
        case "issuer": \.issuer
        case "algorithm": \.algorithm
        case "digits": \.digits
        case "period": \.period
        default: nil
        }
    }

    private static func totp(of parameters: Parameters) throws(Refusal) -> TOTP {
        let standard = TOTP.standard
        let name = parameters.algorithm ?? standard.algorithm.otpauthName
        guard let algorithm = HashAlgorithm(otpauthName: name) else { throw .badAlgorithm }
        guard let digits = Int(parameters.digits ?? String(standard.digitCount)),
            let period = Int64(parameters.period ?? String(standard.periodSeconds)),
            let totp = TOTP(algorithm: algorithm, digitCount: digits, periodSeconds: period)
        else { throw .badNumber }
        return totp
    }

    /// Splits a text at the first separator; returns the whole text if there is none.
    ///
    /// It splits by Unicode scalars, as authenticators do. A Swift `Character` may join the
    /// separator with a combining mark.
    private static func halves(of text: Substring, at separator: Unicode.Scalar) -> [Substring] {
        text.unicodeScalars
            .split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
            .map { Substring($0) }
    }

    private static func split(label: String) -> (issuer: String?, accountName: String) {
        let parts = halves(of: label[...], at: ":")
        guard parts.count == 2 else { return (nil, label) }
        // The format allows spaces between the colon and the name.
        return (String(parts[0]), String(parts[1].drop { $0 == " " }))
    }

    private static func agreed(_ first: String?, _ second: String?) throws(Refusal) -> String {
        guard let first, let second else { return first ?? second ?? "" }
        guard first == second else { throw .contradiction }
        return first
    }
}
