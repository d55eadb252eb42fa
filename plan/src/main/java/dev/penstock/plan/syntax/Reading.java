package dev.penstock.plan.syntax;

import dev.penstock.data.error.Position;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseParser;

/// The reading of one statement: its text, its tokens, and the areas of the grammar, which call each other through it.
///
/// Belongs to one thread.
final class Reading {
    /// How deep a tree may get. Later passes recurse over it; a thread's stack of 1 MB holds about ten times as many of their frames.
    private static final int MAX_DEPTH = 1000;

    final SourceText source;
    final ZoneId zone;
    final Map<String, Expression> parameters;
    final Names names = new Names(this);
    final Literals literals = new Literals(this);
    final Intervals intervals = new Intervals(this);
    final Types types = new Types(this);
    final Expressions expressions = new Expressions(this);
    final Calls calls = new Calls(this);
    final Windows windows = new Windows(this);
    final Queries queries = new Queries(this);
    final Groupings groupings = new Groupings(this);
    final Unpivots unpivots = new Unpivots(this);
    final Relations relations = new Relations(this);
    final Pipes pipes = new Pipes(this);
    final Properties properties = new Properties(this);
    final Definitions definitions = new Definitions(this);
    final Configurations configurations = new Configurations(this);
    final Statements statements = new Statements(this);
    private final CommonTokenStream tokens;
    private int depth;

    /// `parameters` are the values that names may be made of; all other places get theirs later.
    Reading(SourceText source, ZoneId zone, Map<String, Expression> parameters,
            CommonTokenStream tokens) {
        this.source = source;
        this.zone = zone;
        this.parameters = parameters;
        this.tokens = tokens;
    }

    Position position(ParserRuleContext context) {
        var first = context.getStart();
        var last = context.getStop();
        return source.position(first, last == null ? first : last);
    }

    /// What was written, with its blanks and comments.
    String text(ParserRuleContext context) {
        var position = position(context);
        return source.text().substring(position.start(), position.end());
    }

    Expression at(ParserRuleContext context, Expression expression) {
        return new Expression.At(expression, position(context));
    }

    Relation at(ParserRuleContext context, Relation relation) {
        return new Relation.At(relation, position(context));
    }

    /// Goes `levels` deeper into the tree; [#up] comes back.
    void down(ParserRuleContext context, int levels) {
        depth += levels;
        if (depth > MAX_DEPTH) {
            throw error("FAILED_TO_PARSE_TOO_COMPLEX", Map.of(), context);
        }
    }

    void up(int levels) {
        depth -= levels;
    }

    /// The number of `?` before this one.
    int parameterIndex(ParserRuleContext context) {
        return (int) tokens.getTokens(0, context.getStart().getTokenIndex()).stream()
                .filter(token -> token.getType() == SqlBaseParser.QUESTION).count() - 1;
    }

    /// The keywords that a statement begins with, three at most: `ALTER TABLE`, `SHOW CREATE TABLE`.
    String keywords(ParserRuleContext context) {
        return tokens
                .getTokens(context.getStart().getTokenIndex(), context.getStop().getTokenIndex())
                .stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL).limit(3)
                .takeWhile(token -> token.getType() != SqlBaseParser.IDENTIFIER
                        && Character.isLetter(token.getText().charAt(0)))
                .map(token -> token.getText().toUpperCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    UserException error(String condition, Map<String, String> parameters,
            ParserRuleContext context) {
        return new UserException(condition, parameters, position(context), null);
    }

    /// For what the grammar knows and we do not do.
    UserException unsupported(String feature, ParserRuleContext context) {
        return unsupported(feature, "", context);
    }

    /// The same with a hint, a whole sentence that says what to write instead.
    UserException unsupported(String feature, String hint, ParserRuleContext context) {
        return error("NOT_YET_SUPPORTED",
                Map.of("feature", feature, "hint", hint.isEmpty() ? "" : " " + hint), context);
    }

    /// For what Spark refuses with words of its own.
    UserException notAllowed(String message, ParserRuleContext context) {
        return error("_LEGACY_ERROR_TEMP_0035", Map.of("message", message), context);
    }
}
