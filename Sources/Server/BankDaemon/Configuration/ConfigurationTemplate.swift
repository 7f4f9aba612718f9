/// The settings file that `init` writes, with all settings commented out at their default values.
enum ConfigurationTemplate {
    /// Returns the text of the file.
    static func text(chosen: [Setting: SettingValue] = [:]) -> String {
        var lines = [
            "# The settings of counterfoild. A line that begins with '#' shows what holds without "
                + "it.",
            "# Each can be overridden in the environment: listen.port by COUNTERFOILD_LISTEN_PORT.",
        ]
        var table = ""
        for setting in Setting.allCases {
            if setting.table != table {
                table = setting.table
                lines += ["", "[\(table)]"]
            }
            lines.append("# \(setting.help)")
            let value = chosen[setting]
            let text = (value ?? setting.standard).tomlText
            lines.append("\(value == nil ? "# " : "")\(setting.key) = \(text)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
