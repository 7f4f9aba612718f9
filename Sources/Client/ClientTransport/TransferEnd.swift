import CLibcurl
import ClientService
import Glibc

/// How a transfer ended that brought no whole answer, as curl tells it.
struct TransferEnd: Sendable {
    /// curl's reason.
    var code: CURLcode
    /// Whether the request was handed to a connection, so that bytes of it may have left.
    ///
    /// Not whether curl counts any as sent: what TLS has sealed may be on its way uncounted.
    var wasHandedOver: Bool
    /// The error of the system's call for a connection; 0 for none.
    var systemError: Int32 = 0
    /// What OpenSSL found when it verified the bank's certificate; 0 for nothing wrong.
    var verification: Int = 0
    /// The status that a proxy answered with; 0 for none.
    var proxyStatus: Int = 0
    /// OpenSSL's reason, read from curl's message; nil for none.
    var tlsReason: Int?
    /// Whether there is a proxy in between.
    var usesProxy = false
    /// True if a user listens at the Unix socket whom the line does not name.
    var metStranger = false

    /// The error, with no word of curl's in it.
    var linkError: LinkError {
        wasHandedOver ? .noReply(cause) : .notSent(cause)
    }

    private var cause: LinkCause {
        if metStranger { return .socketUntrusted }
        if let tlsReason, TLSReason.terminalRefusals.contains(tlsReason) {
            return .terminalCertificateRefused
        }
        // Whatever happens before the proxy has let this console through is the proxy's doing.
        if usesProxy, !wasHandedOver, proxyStatus / 100 != 2 { return .proxyFailed }
        return switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .hostUnknown
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxyFailed
        case CURLE_COULDNT_CONNECT: connectCause
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_SSL_CONNECT_ERROR: handshakeCause
        case CURLE_PEER_FAILED_VERIFICATION: verificationCause
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            .tlsFailed
        case CURLE_WRITE_ERROR, CURLE_FILESIZE_EXCEEDED, CURLE_WEIRD_SERVER_REPLY,
            CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            .answerUnreadable
        default: .lineDown
        }
    }

    private var connectCause: LinkCause {
        switch systemError {
        // A Unix socket that is not there is one that nobody listens at.
        case ECONNREFUSED, ENOENT: .connectionRefused
        // The queue of a Unix socket is full: whoever listens there does not come to this console.
        case ETIMEDOUT, EAGAIN: .timedOut
        default: .lineDown
        }
    }

    private var handshakeCause: LinkCause {
        guard let tlsReason else { return .tlsFailed }
        return TLSReason.plainAnswers.contains(tlsReason) ? .notTLS : .tlsFailed
    }

    private var verificationCause: LinkCause {
        switch verification {
        // curl itself compares the names, before it looks at what OpenSSL found.
        case 0, TLSReason.notLookedAt, TLSReason.hostNameMismatch, TLSReason.addressMismatch:
            .hostNameWrong
        case TLSReason.certificateExpired: .certificateExpired
        case TLSReason.certificateNotYetValid: .certificateNotYetValid
        default: .certificateUntrusted
        }
    }
}

/// Numbers of OpenSSL that tell what went wrong.
///
/// Source: openssl/sslerr.h, where an alert from the other side is 1000 and its number in RFC 8446
/// §6; openssl/x509_vfy.h.
enum TLSReason {
    /// The other side sent something that is no record of TLS: a bare HTTP answer, as a rule.
    ///
    /// Wrong version number, packet length too long, HTTP request, HTTPS proxy request.
    static let plainAnswers: Set<Int> = [267, 198, 156, 155]
    /// Alerts about the certificate that this side showed or did not show.
    ///
    /// Bad, unsupported, revoked, expired, unknown, unknown authority, access denied, required.
    static let terminalRefusals: Set<Int> = [1042, 1043, 1044, 1045, 1046, 1048, 1049, 1116]

    /// X509_V_ERR_UNSPECIFIED, which curl begins with.
    static let notLookedAt = 1
    /// X509_V_ERR_CERT_NOT_YET_VALID.
    static let certificateNotYetValid = 9
    /// X509_V_ERR_CERT_HAS_EXPIRED.
    static let certificateExpired = 10
    /// X509_V_ERR_HOSTNAME_MISMATCH.
    static let hostNameMismatch = 62
    /// X509_V_ERR_IP_ADDRESS_MISMATCH.
    static let addressMismatch = 64

    /// The reason in a message such as `… error:0A00010B:SSL routines::wrong version number`; nil
    /// when it has none.
    ///
    /// The number is the same in every language and release of the library; the words are not.
    static func code(in message: String) -> Int? {
        for mark in message.ranges(of: "error:") {
            let digits = message[mark.upperBound...].prefix(8)
            guard digits.utf8.count == 8, let packed = UInt32(digits, radix: 16) else { continue }
            // The upper bits name the library (OpenSSL 3: ERR_GET_REASON).
            return Int(packed & 0x7F_FFFF)
        }
        return nil
    }
}
