package dev.penstock.engine.session;

import dev.penstock.data.error.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Dotted names: `table.column`, with backticks around a part that has dots or backticks (doubled) itself.
public final class DottedName {
    private DottedName() {}

    /// The parts of a name.
    ///
    /// @throws UserException with condition `INVALID_ATTRIBUTE_NAME_SYNTAX`
    public static List<String> parts(String name) {
        var parts = new ArrayList<String>();
        int at = 0;
        while (at <= name.length()) {
            if (at < name.length() && name.charAt(at) == '`') {
                int end = closing(name, at + 1);
                parts.add(name.substring(at + 1, end).replace("``", "`"));
                at = end + 1;
                if (at < name.length() && name.charAt(at) != '.') {
                    throw wrong(name);
                }
            } else {
                int dot = name.indexOf('.', at);
                int end = dot < 0 ? name.length() : dot;
                if (end == at || name.substring(at, end).indexOf('`') >= 0) {
                    throw wrong(name);
                }
                parts.add(name.substring(at, end));
                at = end;
            }
            at++;
        }
        if (name.endsWith(".")) {
            throw wrong(name);
        }
        return parts;
    }

    private static int closing(String name, int from) {
        int at = from;
        while (at < name.length()) {
            if (name.charAt(at) == '`') {
                if (at + 1 == name.length() || name.charAt(at + 1) != '`') {
                    return at;
                }
                at++;
            }
            at++;
        }
        throw wrong(name);
    }

    private static UserException wrong(String name) {
        return new UserException("INVALID_ATTRIBUTE_NAME_SYNTAX", Map.of("name", name));
    }
}
