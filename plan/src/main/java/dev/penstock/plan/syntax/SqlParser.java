package dev.penstock.plan.syntax;

import dev.penstock.data.CalendarInterval;
import dev.penstock.data.DataType;
import dev.penstock.data.DataType.StructType;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;

/// Reads Spark SQL.
///
/// Every method throws [UserException] for a text that it cannot read: PARSE_SYNTAX_ERROR and its kin, with the position of the
/// token in question; NOT_YET_SUPPORTED for what the grammar knows and we do not do; FAILED_TO_PARSE_TOO_COMPLEX for a text that nests
/// too deeply. Threads may share a parser.
public final class SqlParser {
    private static final Pattern STRUCT = Pattern.compile("\\s*struct\\s*<",
            Pattern.CASE_INSENSITIVE);

    private final ZoneId zone;
    private final Map<String, Expression> parameters;

    /// @param zone the session's time zone, in which timestamp literals without a zone are meant
    public SqlParser(ZoneId zone) {
        this(zone, Map.of());
    }

    /// @param parameters the values of parameters, for `IDENTIFIER(:name)`; in other places parameters stay what they are
    public SqlParser(ZoneId zone, Map<String, Expression> parameters) {
        this.zone = zone;
        this.parameters = Map.copyOf(parameters);
    }

    /// One statement; a semicolon may follow it.
    public Statement parseStatement(String text) {
        return read(new Piece(new SourceText(text), 0, text.length()),
                SqlBaseParser::singleStatement,
                (reading, context) -> reading.statements.statement(context));
    }

    /// The statements of a script, separated by semicolons. Positions are those in the script. A script may be empty.
    public List<Statement> parseStatements(String text) {
        var source = new SourceText(text);
        return pieces(source).stream().map(piece -> read(piece, SqlBaseParser::singleStatement,
                (reading, context) -> reading.statements.statement(context))).toList();
    }

    /// The texts of the statements of a script, which are not read any further.
    public static List<String> split(String text) {
        return pieces(new SourceText(text)).stream()
                .map(piece -> text.substring(piece.from(), piece.to())).toList();
    }

    /// An expression, with or without a name: `a + 1`, `a + 1 AS b`.
    public Expression parseExpression(String text) {
        return read(new Piece(new SourceText(text), 0, text.length()),
                SqlBaseParser::singleExpression,
                (reading, context) -> reading.expressions.named(context.namedExpression()));
    }

    /// A type: `array<int>`, `decimal(10, 2)`.
    public DataType parseDataType(String text) {
        return read(new Piece(new SourceText(text), 0, text.length()),
                SqlBaseParser::singleDataType,
                (reading, context) -> reading.types.type(context.dataType()));
    }

    /// The columns of a table: `a INT, b STRING NOT NULL`. The type of a struct is taken, too.
    public Schema parseSchema(String text) {
        if (STRUCT.matcher(text).lookingAt() && parseDataType(text) instanceof StructType struct) {
            return Schema.of(struct);
        }
        return read(new Piece(new SourceText(text), 0, text.length()),
                SqlBaseParser::singleTableSchema,
                (reading, context) -> reading.types.schema(context.colTypeList()));
    }

    /// The parts of a table's name: ``a.`b c` ``.
    public List<String> parseTableName(String text) {
        return nameParts(text, zone);
    }

    static List<String> nameParts(String text, ZoneId zone) {
        return read(new Piece(new SourceText(text), 0, text.length()), new SqlParser(zone),
                SqlBaseParser::singleMultipartIdentifier,
                (reading, context) -> reading.names.of(context.multipartIdentifier()));
    }

    /// An interval in words: `10 seconds`, `INTERVAL 1 day 2 hours`.
    public CalendarInterval parseInterval(String text) {
        try {
            return IntervalWords.parse(text).value();
        } catch (UserException e) {
            throw e.at(new SourceText(text).position(0, text.length()));
        }
    }

    /// Characters `from` to `to` of a source.
    private record Piece(SourceText source, int from, int to) {}

    private static List<Piece> pieces(SourceText source) {
        var pieces = new ArrayList<Piece>();
        int length = source.text().length();
        int from = -1;
        int to = 0;
        for (var token : tokens(new Piece(source, 0, length)).getTokens()) {
            if (token.getChannel() != Token.DEFAULT_CHANNEL) {
                continue;
            }
            boolean end = token.getType() == SqlBaseParser.SEMICOLON
                    || token.getType() == Token.EOF;
            if (!end) {
                from = from < 0 ? token.getStartIndex() : from;
                to = token.getStopIndex() + 1;
            } else if (from >= 0) {
                pieces.add(new Piece(source, from, to));
                from = -1;
            }
        }
        return pieces;
    }

    private static CommonTokenStream tokens(Piece piece) {
        var lexer = new SqlBaseLexer(
                new UpperCaseStream(piece.source().text(), piece.from(), piece.to()));
        lexer.removeErrorListeners();
        var tokens = new CommonTokenStream(lexer);
        tokens.fill();
        if (lexer.has_unclosed_bracketed_comment) {
            var last = tokens.get(Math.max(0, tokens.size() - 2));
            throw new UserException("UNCLOSED_BRACKETED_COMMENT", Map.of(),
                    piece.source().position(last, last), null);
        }
        return tokens;
    }

    private <C, T> T read(Piece piece, Function<SqlBaseParser, C> rule,
            BiFunction<Reading, C, T> build) {
        return read(piece, this, rule, build);
    }

    private static <C, T> T read(Piece piece, SqlParser parser, Function<SqlBaseParser, C> rule,
            BiFunction<Reading, C, T> build) {
        var tokens = tokens(piece);
        check(piece, tokens);
        try {
            var context = parse(piece, tokens, rule);
            return build.apply(new Reading(piece.source(), parser.zone, parser.parameters, tokens),
                    context);
        } catch (StackOverflowError _) {
            // The nesting is bounded, but how much stack the caller has left is not ours to know.
            throw tooComplex(piece, tokens.get(0));
        }
    }

    /// What is wrong with the tokens before they are parsed.
    private static void check(Piece piece, CommonTokenStream tokens) {
        var tooMuch = Complexity.firstTooMuch(tokens.getTokens());
        if (tooMuch != null) {
            throw tooComplex(piece, tooMuch);
        }
        var first = tokens.LT(1);
        if (first.getType() == SqlBaseParser.BEGIN) {
            throw error(piece, "NOT_YET_SUPPORTED", Map.of("feature", "BEGIN ... END", "hint", ""),
                    first);
        }
        if (first.getType() == Token.EOF || first.getType() == SqlBaseParser.SEMICOLON) {
            throw error(piece, "PARSE_EMPTY_STATEMENT", Map.of(), first);
        }
    }

    private static UserException error(Piece piece, String condition,
            Map<String, String> parameters, Token token) {
        return new UserException(condition, parameters, piece.source().position(token, token),
                null);
    }

    private static UserException tooComplex(Piece piece, Token token) {
        return error(piece, "FAILED_TO_PARSE_TOO_COMPLEX", Map.of(), token);
    }

    /// The quick way first; what it fails at, right or wrong, is read again the thorough way, which knows what to say.
    private static <C> C parse(Piece piece, CommonTokenStream tokens,
            Function<SqlBaseParser, C> rule) {
        var parser = new SqlBaseParser(tokens);
        parser.single_character_pipe_operator_enabled = false;
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        try {
            return rule.apply(parser);
        } catch (ParseCancellationException _) {
            tokens.seek(0);
            parser.reset();
            parser.addErrorListener(new SyntaxErrors.Listener(piece.source()));
            parser.setErrorHandler(new SyntaxErrors.Strategy());
            parser.getInterpreter().setPredictionMode(PredictionMode.LL);
            return rule.apply(parser);
        }
    }
}
