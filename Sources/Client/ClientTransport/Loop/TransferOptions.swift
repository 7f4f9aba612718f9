import CLibcurl
import WireProtocol

/// Sets the options of one curl handle, and records whether curl accepted all of them.
///
/// Options that are not set are off: redirects, cookies, stored passwords, compression, alternative
/// services, and verbose output.
struct TransferOptions {
    /// Maximum idle time of a connection that is reused, in seconds.
    ///
    /// The bank closes a connection after 60 s without a request; half of that leaves room for the
    /// transmission. A closed connection is not detected by itself: curl 7.88 takes a connection
    /// for alive while the peer's closing TLS message is still unread.
    static let keptSeconds = 30

    private let library: CurlLibrary
    private let easy: UnsafeMutableRawPointer
    /// True if curl accepted every option.
    ///
    /// A build may lack one, and then nothing is sent.
    private(set) var areSet = true

    init(_ library: CurlLibrary, _ easy: UnsafeMutableRawPointer) {
        self.library = library
        self.easy = easy
    }

    /// Sets all options of a request except the callbacks of its transfer.
    mutating func set(_ request: OutgoingRequest) {
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_URL, request.settings.line.base + request.target)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_USERAGENT, request.settings.userAgent)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(request.settings.limits.connectMilliseconds))
        set(CURLOPT_MAXAGE_CONN, Self.keptSeconds)
        if request.needsNewConnection { set(CURLOPT_FRESH_CONNECT, 1) }
        set(CURLOPT_MAXFILESIZE_LARGE, large: Int64(StrictJSON.replyByteLimit))
        // A name lookup that is still running is abandoned, not waited for.
        set(CURLOPT_QUICK_EXIT, 1)
        set(request.settings.line)
        setMethod(request)
        if request.isStream {
            // The stream needs its own connection: with HTTP/2 a paused reader would pause all
            // others.
            set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
            set(CURLOPT_FORBID_REUSE, 1)
            set(CURLOPT_MAXFILESIZE_LARGE, large: 0)
        } else {
            set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        }
    }

    mutating func set(_ option: CURLoption, pointer: UnsafeRawPointer?) {
        note(counterfoil_curl_set_pointer(library.functions, easy, option, pointer))
    }

    mutating func note(_ code: CURLcode) {
        if code != CURLE_OK { areSet = false }
    }

    private mutating func set(_ line: BankLine) {
        // Exceptions were evaluated when the settings were made. The environment is not read.
        set(CURLOPT_NOPROXY, "")
        switch line {
        case .socket(let path, _):
            set(CURLOPT_PROTOCOLS_STR, "http")
            set(CURLOPT_PROXY, "")
            set(CURLOPT_UNIX_SOCKET_PATH, path)
        case .https(_, _, let files, let proxy):
            set(CURLOPT_PROTOCOLS_STR, "https")
            set(CURLOPT_PROXY, proxy?.text ?? "")
            set(CURLOPT_HTTPPROXYTUNNEL, 1)
            set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
            set(files)
        }
    }

    private mutating func set(_ files: TLSFiles) {
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_CAINFO, files.authority)
        // Unless told not to, Debian's build trusts the system's authorities in addition to the
        // named one.
        set(CURLOPT_CAPATH, nil)
        guard let terminal = files.terminal else { return }
        set(CURLOPT_SSLCERTTYPE, "PEM")
        set(CURLOPT_SSLCERT, terminal.certificate)
        set(CURLOPT_SSLKEYTYPE, "PEM")
        set(CURLOPT_SSLKEY, terminal.key)
        // Without a password OpenSSL would ask for that of an encrypted key on the terminal.
        set(CURLOPT_KEYPASSWD, "")
    }

    private mutating func setMethod(_ request: OutgoingRequest) {
        if let body = request.body {
            set(CURLOPT_POST, 1)
            // curl reads the bytes in place. The request outlives the transfer.
            set(CURLOPT_POSTFIELDSIZE_LARGE, large: Int64(body.count))
            set(CURLOPT_POSTFIELDS, pointer: body.start)
        } else {
            set(CURLOPT_HTTPGET, 1)
        }
        if request.method == .put || request.method == .delete {
            set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    private mutating func set(_ option: CURLoption, _ value: Int) {
        note(counterfoil_curl_set_number(library.functions, easy, option, value))
    }

    private mutating func set(_ option: CURLoption, large value: Int64) {
        note(counterfoil_curl_set_large(library.functions, easy, option, Int(value)))
    }

    private mutating func set(_ option: CURLoption, _ value: String?) {
        note(counterfoil_curl_set_text(library.functions, easy, option, value))
    }
}
