package dev.penstock.plan.syntax;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;
import org.jspecify.annotations.Nullable;

/// Finds, by a look at the tokens, what the parser would take too long or too much stack to read.
final class Complexity {
    /// How deep brackets may nest. The parser needs about 1 KB of stack for each, of which a thread has 1 MB at least.
    private static final int MAX_NESTING = 300;
    /// How many LATERAL a statement may have. The parser looks for the end of their list anew at each of them.
    private static final int MAX_LATERALS = 500;

    private int brackets;
    private int types;
    private int laterals;
    private int before = Token.INVALID_TYPE;

    private Complexity() {}

    /// The first token that is too much, or null.
    static @Nullable Token firstTooMuch(List<Token> tokens) {
        var seen = new Complexity();
        for (var token : tokens) {
            if (token.getChannel() == Token.DEFAULT_CHANNEL && seen.isTooMuch(token.getType())) {
                return token;
            }
        }
        return null;
    }

    private boolean isTooMuch(int type) {
        switch (type) {
            case SqlBaseParser.LEFT_PAREN, SqlBaseParser.LEFT_BRACKET, SqlBaseParser.CASE ->
                brackets++;
            case SqlBaseParser.RIGHT_PAREN, SqlBaseParser.RIGHT_BRACKET, SqlBaseParser.END ->
                brackets--;
            case SqlBaseParser.LT -> types += isNestedType(before) ? 1 : 0;
            case SqlBaseParser.GT -> types = Math.max(0, types - 1);
            case SqlBaseParser.LATERAL -> laterals++;
            default -> {
                // Costs nothing.
            }
        }
        before = type;
        return brackets + types > MAX_NESTING || laterals > MAX_LATERALS;
    }

    private static boolean isNestedType(int type) {
        return type == SqlBaseParser.ARRAY || type == SqlBaseParser.MAP
                || type == SqlBaseParser.STRUCT;
    }
}
