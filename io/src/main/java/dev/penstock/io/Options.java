package dev.penstock.io;

import dev.penstock.data.error.UserException;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The options of a source or sink, by name without regard to case, with errors that say how to mend them.
///
/// `role` is `source` or `sink`, for messages. Immutable.
public final class Options {
    private final String format;
    private final String role;
    private final Map<String, String> byName;

    public Options(String format, String role, Map<String, String> options) {
        this.format = format;
        this.role = role;
        var sorted = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(options);
        byName = Collections.unmodifiableMap(sorted);
    }

    /// All options, in alphabetical order, found by name without regard to case.
    public Map<String, String> asMap() {
        return byName;
    }

    /// Fails on the first option whose name is neither in `known` nor starts with one of `prefixes`.
    public void requireKnown(Collection<String> known, String... prefixes) {
        for (var name : byName.keySet()) {
            boolean listed = known.stream().anyMatch(name::equalsIgnoreCase);
            boolean prefixed = java.util.Arrays.stream(prefixes)
                    .anyMatch(p -> name.toLowerCase(Locale.ROOT).startsWith(p));
            if (!listed && !prefixed) {
                throw new UserException("UNKNOWN_OPTION",
                        Map.of("format", format, "role", role, "option", name, "suggestion",
                                suggestion(name, known), "known",
                                String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public String get(String name, String ifAbsent) {
        return byName.getOrDefault(name, ifAbsent);
    }

    /// The value of an option that has to be given; `reason` completes the sentence "needs the option: ...".
    public String require(String name, String reason) {
        return find(name).orElseThrow(() -> new UserException("MISSING_OPTION",
                Map.of("format", format, "role", role, "option", name, "reason", reason)));
    }

    public long getLong(String name, long ifAbsent, long least) {
        var text = byName.get(name);
        if (text == null) {
            return ifAbsent;
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw invalid(name, "it has to be a whole number");
        }
        throw invalid(name, "it has to be at least " + least);
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

    /// The trouble with the value of an option; `reason` completes the sentence "cannot be this: ...".
    public UserException invalid(String name, String reason) {
        return new UserException("INVALID_OPTION_VALUE",
                Map.of("format", format, "role", role, "option", name, "value",
                        String.valueOf(byName.get(name)), "reason", reason));
    }

    private static String suggestion(String name, Collection<String> known) {
        return known.stream().filter(
                k -> distance(k.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT)) <= 3)
                .findFirst()
                .map(k -> " Did you mean " + k + "?").orElse("");
    }

    /// Edit distance after Levenshtein.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
