package dev.penstock.plan.function;

import dev.penstock.data.DataType;
import dev.penstock.data.error.UserException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The errors of a call, with Spark's conditions and parameters.
public final class FunctionErrors {
    /// Where Spark's messages send the reader.
    public static final String DOCUMENTATION = "https://spark.apache.org/docs/latest";
    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth",
            "fifth", "sixth", "seventh", "eighth",
            "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
            "sixteenth");

    private FunctionErrors() {}

    /// `first`, `second`, ... from 0.
    public static String ordinal(int index) {
        return index < ORDINALS.size() ? ORDINALS.get(index) : (index + 1) + "th";
    }

    /// An expression as messages show it.
    public static String quoted(String sql) {
        return "\"" + sql + "\"";
    }

    /// A type as messages show it.
    public static String quoted(DataType type) {
        return "\"" + type.sql() + "\"";
    }

    /// A name as messages show it: each part in backticks.
    public static String identifier(List<String> parts) {
        return parts.stream().map(p -> "`" + p.replace("`", "``") + "`")
                .collect(Collectors.joining("."));
    }

    public static String identifier(String... parts) {
        return identifier(List.of(parts));
    }

    static UserException noSignature(CallSite call) {
        var counts = new TreeSet<Integer>();
        boolean any = false;
        for (var signature : call.function().signatures()) {
            int fewest = TypePattern.fewest(signature.parameters());
            int most = TypePattern.most(signature.parameters());
            if (call.size() >= fewest && call.size() <= most) {
                any = true;
            }
            counts.add(fewest);
            for (int n = fewest; most != Integer.MAX_VALUE && n <= most; n++) {
                counts.add(n);
            }
        }
        return any ? misfit(call) : wrongCount(call, counts);
    }

    private static UserException wrongCount(CallSite call, NavigableSet<Integer> counts) {
        boolean open = call.function().signatures().stream()
                .anyMatch(s -> TypePattern.most(s.parameters()) == Integer.MAX_VALUE);
        var expected = open
                ? "> " + (counts.getFirst() - 1)
                : counts.size() == 1 ? String.valueOf(counts.getFirst()) : counts.toString();
        return wrongCount(call, expected);
    }

    public static UserException wrongCount(CallSite call, String expected) {
        return wrongCount(call.written(), expected, call.size());
    }

    public static UserException wrongCount(String function, String expected, int actual) {
        return new UserException("WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                Map.of("functionName", identifier(function), "expectedNum", expected,
                        "actualNum", String.valueOf(actual), "docroot", DOCUMENTATION));
    }

    private static UserException misfit(CallSite call) {
        int index = -1;
        var required = new java.util.LinkedHashSet<String>();
        for (var signature : call.function().signatures()) {
            if (!Matching.fitsCount(signature.parameters(), call.size())) {
                continue;
            }
            int misfit = Matching.misfit(call, signature.parameters());
            if (misfit >= index) {
                if (misfit > index) {
                    required.clear();
                }
                index = misfit;
                if (misfit >= 0) {
                    required.add(quoted(Matching.at(signature.parameters(), misfit).shown()));
                }
            }
        }
        if (index < 0) {
            return differentTypes(call);
        }
        return unexpectedType(call, index,
                required.size() == 1
                        ? required.getFirst()
                        : "(" + String.join(" or ", required) + ")");
    }

    /// `required` is as the message shows it, quotes included.
    static UserException unexpectedType(CallSite call, int index, String required) {
        return new UserException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
                Map.of("sqlExpr", quoted(call.sql()), "paramIndex",
                        ordinal(index), "requiredType", required, "inputSql",
                        quoted(call.texts().get(index)), "inputType", quoted(call.type(index))));
    }

    /// The arguments should be of one type and have none in common.
    public static UserException differentTypes(CallSite call) {
        var types = call.arguments().stream().map(a -> quoted(a.type()))
                .collect(Collectors.joining(" or "));
        return new UserException("DATATYPE_MISMATCH.DATA_DIFF_TYPES",
                Map.of("sqlExpr", quoted(call.sql()), "functionName", identifier(call.written()),
                        "dataType", "(" + types + ")"));
    }

    static UserException notConstant(CallSite call, int index) {
        return new UserException("DATATYPE_MISMATCH.NON_FOLDABLE_INPUT",
                Map.of("sqlExpr", quoted(call.sql()), "inputName",
                        identifier(ordinal(index)), "inputType", quoted(call.type(index)),
                        "inputExpr", quoted(call.texts().get(index))));
    }

    /// Two sides of an operator have no type in common.
    static UserException operandsDiffer(CallSite call) {
        return new UserException("DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
                Map.of("sqlExpr", quoted(call.sql()), "left", quoted(call.type(0)), "right",
                        quoted(call.type(1))));
    }

    /// Both sides of an operator have a type that it does not take. `required` is as the message shows it.
    static UserException wrongOperands(CallSite call, String required, DataType actual) {
        return new UserException("DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE",
                Map.of("sqlExpr", quoted(call.sql()), "inputType", required, "actualDataType",
                        quoted(actual)));
    }

    static UserException notOrdered(CallSite call, DataType type) {
        return new UserException("DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
                Map.of("sqlExpr", quoted(call.sql()), "functionName",
                        identifier(call.function().name()), "dataType", quoted(type)));
    }

    /// What Spark does and Penstock does not yet.
    public static UserException notYet(String feature, String hint) {
        return new UserException("NOT_YET_SUPPORTED",
                Map.of("feature", feature, "hint", hint.isEmpty() ? "" : " " + hint));
    }
}
