package dev.penstock.data.text;

import dev.penstock.data.error.UserException;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Options of a text format by name, without regard to case, with the checks that JSON and CSV share. Immutable.
///
/// Names that are not asked for are not looked at: whoever takes options from a user checks the names first.
public final class FormatOptions {
    private final String format;
    private final Map<String, String> byName;

    /// `format` is the name used in errors.
    public FormatOptions(String format, Map<String, String> options) {
        this.format = format;
        var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(options);
        byName = Collections.unmodifiableMap(sorted);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public String get(String name, String ifAbsent) {
        return byName.getOrDefault(name, ifAbsent);
    }

    public boolean getBoolean(String name, boolean ifAbsent) {
        var text = byName.get(name);
        if (text == null) {
            return ifAbsent;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name, "it has to be true or false");
        };
    }

    public int getInt(String name, int ifAbsent) {
        var text = byName.get(name);
        try {
            return text == null ? ifAbsent : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw invalid(name, "it has to be a whole number");
        }
    }

    /// The option `mode`; Spark takes a name that it does not know as `PERMISSIVE`, we say that it is wrong.
    public ParseMode mode() {
        return switch (get("mode", "PERMISSIVE").strip().toUpperCase(Locale.ROOT)) {
            case "PERMISSIVE" -> ParseMode.PERMISSIVE;
            case "DROPMALFORMED" -> ParseMode.DROPMALFORMED;
            case "FAILFAST" -> ParseMode.FAILFAST;
            default -> throw invalid("mode", "it has to be PERMISSIVE, DROPMALFORMED or FAILFAST");
        };
    }

    /// The option `timeZone`, or else the session's zone.
    public ZoneId zone(ZoneId session) {
        var name = byName.get("timeZone");
        if (name == null) {
            return session;
        }
        var zone = DateTimeText.zone(name.strip());
        if (zone == null) {
            throw invalid("timeZone", "there is no such time zone");
        }
        return zone;
    }

    /// A pattern to read and write by, or null when the option is absent.
    public @Nullable DateTimePattern pattern(String name) {
        var pattern = byName.get(name);
        return pattern == null ? null : DateTimePattern.toParse(pattern);
    }

    /// A pattern to write by.
    public DateTimePattern patternToWrite(String name, String ifAbsent) {
        return DateTimePattern.toFormat(get(name, ifAbsent));
    }

    /// Fails unless the option `encoding` (or `charset`) is absent or names UTF-8.
    public void requireUtf8() {
        for (var name : new String[]{"encoding", "charset"}) {
            var encoding = byName.get(name);
            if (encoding != null && !encoding.strip().replace("-", "").equalsIgnoreCase("utf8")) {
                throw invalid(name, "only UTF-8 is read and written");
            }
        }
    }

    /// The trouble with the value of an option; `reason` completes the sentence "cannot be this: ...".
    public UserException invalid(String name, String reason) {
        return new UserException("INVALID_OPTION_VALUE",
                Map.of("format", format, "role", "format", "option", name, "value",
                        String.valueOf(byName.get(name)), "reason", reason));
    }
}
