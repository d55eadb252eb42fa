package dev.penstock.plan.bind;

import dev.penstock.data.Field;
import dev.penstock.data.Schema;
import dev.penstock.data.error.UserException;
import dev.penstock.plan.bind.Place.Clause;
import dev.penstock.plan.function.FunctionErrors;
import dev.penstock.plan.function.Types;
import dev.penstock.plan.logical.Expr;
import dev.penstock.plan.logical.Logical;
import dev.penstock.plan.logical.Logical.GroupProgram.Groups;
import dev.penstock.plan.spec.Expression;
import dev.penstock.plan.spec.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Binds programs of the user over groups: `transformWithState` and its kin.
record GroupProgramBinder(BindContext context) {
    Bound bind(Relation.GroupProgram node) {
        var input = new RelationBinder(context).bind(node.input()).visible();
        var groups = groups(input, node.grouping());
        var initial = node.initial().map(
                rows -> new RelationBinder(context).bind(rows.input()).visible());
        var initialGroups = initial.map(
                rows -> groups(rows, node.initial().orElseThrow().grouping()));
        if (initial.filter(rows -> rows.plan().streaming()).isPresent()) {
            throw new UserException("NOT_YET_SUPPORTED", Map.of("feature",
                    "A stream as the initial state of " + node.program().operator(), "hint", ""));
        }
        initialGroups.ifPresent(other -> requireSameKeys(groups, other));
        return Bound.of(new Logical.GroupProgram(input.plan(), groups, initial.map(Bound::plan),
                initialGroups, node.program()));
    }

    private Groups groups(Bound input, List<Expression> grouping) {
        var binder = new ExpressionBinder(context, Place.of(input.scope(), Clause.SELECT));
        var names = new SelectList(context, input, Optional.empty(), Optional.empty(), List.of());
        var keys = new ArrayList<Expr>();
        var fields = new ArrayList<Field>();
        for (var expression : grouping) {
            boolean named = SqlText.bare(expression) instanceof Expression.Alias;
            var key = binder.bind(named
                    ? ((Expression.Alias) SqlText.bare(expression)).child()
                    : expression);
            if (!Types.isGroupable(key.type())) {
                throw new UserException("GROUP_EXPRESSION_TYPE_IS_NOT_ORDERABLE",
                        Map.of("sqlExpr", FunctionErrors.quoted(context.text(expression)),
                                "dataType", FunctionErrors.quoted(key.type())));
            }
            keys.add(key);
            fields.add(new Field(named
                    ? ((Expression.Alias) SqlText.bare(expression)).names().getFirst()
                    : names.nameOf(expression), key.type(), key.nullable()));
        }
        return new Groups(keys, new Schema(fields), input.plan().schema());
    }

    private static void requireSameKeys(Groups rows, Groups initial) {
        boolean same = rows.keys().size() == initial.keys().size();
        for (int i = 0; same && i < rows.keys().size(); i++) {
            same = Types.sameButNullability(rows.keys().get(i).type(),
                    initial.keys().get(i).type());
        }
        if (!same) {
            throw new UserException("INVALID_CALL", Map.of("reason",
                    "the initial state is grouped by " + initial.key() + ", the rows by "
                            + rows.key()));
        }
    }
}
