package dev.penstock.plan.syntax;

import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;

/// The function that an operator stands for, by the name that Spark Connect has for it.
final class Operators {
    private Operators() {}

    static String unary(Token operator) {
        return switch (operator.getType()) {
            case SqlBaseParser.MINUS -> "-";
            case SqlBaseParser.PLUS -> "positive";
            case SqlBaseParser.TILDE -> "~";
            default -> throw unknown(operator);
        };
    }

    static String binary(Token operator) {
        return switch (operator.getType()) {
            case SqlBaseParser.PLUS -> "+";
            case SqlBaseParser.MINUS -> "-";
            case SqlBaseParser.ASTERISK -> "*";
            case SqlBaseParser.SLASH -> "/";
            case SqlBaseParser.PERCENT -> "%";
            case SqlBaseParser.DIV -> "div";
            case SqlBaseParser.CONCAT_PIPE -> "concat";
            case SqlBaseParser.AMPERSAND -> "&";
            case SqlBaseParser.PIPE -> "|";
            case SqlBaseParser.HAT -> "^";
            case SqlBaseParser.SHIFT_LEFT -> "<<";
            case SqlBaseParser.SHIFT_RIGHT -> ">>";
            case SqlBaseParser.SHIFT_RIGHT_UNSIGNED -> ">>>";
            case SqlBaseParser.AND -> "and";
            case SqlBaseParser.OR -> "or";
            case SqlBaseParser.EQ -> "==";
            case SqlBaseParser.NSEQ -> "<=>";
            case SqlBaseParser.NEQ, SqlBaseParser.NEQJ -> "!=";
            case SqlBaseParser.LT -> "<";
            case SqlBaseParser.LTE -> "<=";
            case SqlBaseParser.GT -> ">";
            case SqlBaseParser.GTE -> ">=";
            default -> throw unknown(operator);
        };
    }

    private static AssertionError unknown(Token operator) {
        return new AssertionError("the grammar has no operator " + operator.getText());
    }
}
