package dev.penstock.plan.syntax;

import dev.penstock.data.error.UserException;
import java.util.Map;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/// What the parser finds wrong, in Spark's words. The first error ends the parse.
final class SyntaxErrors {
    private SyntaxErrors() {}

    /// Says what is wrong as Spark does: the token in question, and whether it is one too many or one is missing before it.
    static final class Strategy extends DefaultErrorStrategy {
        @Override
        protected void reportNoViableAlternative(Parser recognizer, NoViableAltException e) {
            recognizer.notifyErrorListeners(e.getOffendingToken(), "", e);
        }

        @Override
        protected void reportInputMismatch(Parser recognizer, InputMismatchException e) {
            recognizer.notifyErrorListeners(e.getOffendingToken(), "", e);
        }

        @Override
        protected void reportUnwantedToken(Parser recognizer) {
            var token = recognizer.getCurrentToken();
            recognizer.notifyErrorListeners(token, ": extra input " + display(token), null);
        }

        @Override
        protected void reportMissingToken(Parser recognizer) {
            var expected = getExpectedTokens(recognizer).toString(recognizer.getVocabulary());
            recognizer.notifyErrorListeners(recognizer.getCurrentToken(), ": missing " + expected,
                    null);
        }
    }

    /// Throws on the first error.
    static final class Listener extends BaseErrorListener {
        private final SourceText source;

        Listener(SourceText source) {
            this.source = source;
        }

        @Override
        public void syntaxError(Recognizer<?, ?> recognizer, @Nullable Object symbol, int line,
                int column, String hint,
                @Nullable RecognitionException e) {
            if (!(symbol instanceof Token token)) {
                throw new AssertionError("the lexer has a rule for every character: " + hint);
            }
            throw new UserException("PARSE_SYNTAX_ERROR",
                    Map.of("error", display(token), "hint", hint),
                    source.position(token, token), null);
        }
    }

    private static String display(Token token) {
        return token.getType() == Token.EOF
                ? "end of input"
                : "'" + token.getText().replace("\n", "\\n").replace("\t", "\\t") + "'";
    }
}
