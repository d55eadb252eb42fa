package dev.penstock.connect.server.plan;

import dev.penstock.connect.server.session.ServerSession;
import dev.penstock.data.Schema;
import dev.penstock.engine.session.CatalogQueries;
import dev.penstock.engine.session.LocalRows;
import dev.penstock.plan.spec.Relation;
import dev.penstock.plan.spec.Statement.ObjectKind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.connect.proto.Catalog;

/// The calls of the catalog: each is carried out at once and gives its rows. Used by the thread that translates a plan.
final class CatalogMessages {
    private final ServerSession session;

    CatalogMessages(ServerSession session) {
        this.session = session;
    }

    private CatalogQueries catalog() {
        return session.session().state().catalogQueries();
    }

    private static Optional<String> when(boolean given, String value) {
        return given ? Optional.of(value) : Optional.empty();
    }

    Relation relation(Catalog message) {
        return switch (message.getCatTypeCase()) {
            case CURRENT_CATALOG, SET_CURRENT_CATALOG, LIST_CATALOGS, CURRENT_DATABASE,
                    SET_CURRENT_DATABASE, LIST_DATABASES, GET_DATABASE, DATABASE_EXISTS,
                    CREATE_DATABASE, DROP_DATABASE ->
                databases(message);
            case LIST_TABLES, LIST_VIEWS, GET_TABLE, TABLE_EXISTS, LIST_COLUMNS, LIST_PARTITIONS,
                    GET_TABLE_PROPERTIES, GET_CREATE_TABLE_STRING ->
                tables(message);
            case LIST_FUNCTIONS, GET_FUNCTION, FUNCTION_EXISTS -> functions(message);
            case CREATE_TABLE, CREATE_EXTERNAL_TABLE, DROP_TEMP_VIEW, DROP_GLOBAL_TEMP_VIEW,
                    DROP_TABLE, DROP_VIEW, TRUNCATE_TABLE ->
                changes(message);
            case IS_CACHED, CACHE_TABLE, UNCACHE_TABLE, CLEAR_CACHE, REFRESH_TABLE,
                    REFRESH_BY_PATH, RECOVER_PARTITIONS, ANALYZE_TABLE ->
                cache(message);
            case CATTYPE_NOT_SET -> throw InvalidPlans.notSet("spark.connect.Catalog", "cat_type");
        };
    }

    private Relation databases(Catalog message) {
        return switch (message.getCatTypeCase()) {
            case CURRENT_CATALOG -> catalog().currentCatalog();
            case SET_CURRENT_CATALOG ->
                catalog().useCatalog(message.getSetCurrentCatalog().getCatalogName());
            case LIST_CATALOGS -> catalog().catalogs(when(message.getListCatalogs().hasPattern(),
                    message.getListCatalogs().getPattern()));
            case CURRENT_DATABASE -> catalog().currentDatabase();
            case SET_CURRENT_DATABASE ->
                catalog().useDatabase(message.getSetCurrentDatabase().getDbName());
            case LIST_DATABASES -> catalog().databases(when(
                    message.getListDatabases().hasPattern(),
                    message.getListDatabases().getPattern()));
            case GET_DATABASE -> catalog().database(message.getGetDatabase().getDbName());
            case DATABASE_EXISTS ->
                catalog().databaseExists(message.getDatabaseExists().getDbName());
            default -> throw notYet(message);
        };
    }

    private static RuntimeException notYet(Catalog message) {
        return InvalidPlans.notYet("the catalog call " + message.getCatTypeCase());
    }

    private Relation tables(Catalog message) {
        return switch (message.getCatTypeCase()) {
            case LIST_TABLES -> {
                var call = message.getListTables();
                yield catalog().tables(when(call.hasDbName(), call.getDbName()),
                        when(call.hasPattern(), call.getPattern()), false);
            }
            case LIST_VIEWS -> {
                var call = message.getListViews();
                yield catalog().tables(when(call.hasDbName(), call.getDbName()),
                        when(call.hasPattern(), call.getPattern()), true);
            }
            case GET_TABLE -> {
                var call = message.getGetTable();
                yield catalog().table(call.getTableName(),
                        when(call.hasDbName(), call.getDbName()));
            }
            case TABLE_EXISTS -> {
                var call = message.getTableExists();
                yield catalog().tableExists(call.getTableName(),
                        when(call.hasDbName(), call.getDbName()));
            }
            case LIST_COLUMNS -> {
                var call = message.getListColumns();
                yield catalog().columns(call.getTableName(),
                        when(call.hasDbName(), call.getDbName()));
            }
            case GET_TABLE_PROPERTIES ->
                catalog().properties(message.getGetTableProperties().getTableName());
            default -> throw notYet(message);
        };
    }

    private Relation functions(Catalog message) {
        return switch (message.getCatTypeCase()) {
            case LIST_FUNCTIONS -> {
                var call = message.getListFunctions();
                yield catalog().functions(when(call.hasDbName(), call.getDbName()),
                        when(call.hasPattern(), call.getPattern()));
            }
            case GET_FUNCTION -> {
                var call = message.getGetFunction();
                yield catalog().function(call.getFunctionName(),
                        when(call.hasDbName(), call.getDbName()));
            }
            case FUNCTION_EXISTS -> {
                var call = message.getFunctionExists();
                yield catalog().functionExists(call.getFunctionName(),
                        when(call.hasDbName(), call.getDbName()));
            }
            default -> throw notYet(message);
        };
    }

    private Relation changes(Catalog message) {
        return switch (message.getCatTypeCase()) {
            case CREATE_TABLE -> {
                var call = message.getCreateTable();
                Optional<Schema> schema = call.hasSchema()
                        ? Optional.of(Types.schema(call.getSchema()))
                        : Optional.empty();
                yield catalog().createTable(call.getTableName(),
                        when(!call.getSource().isEmpty(), call.getSource()), schema,
                        options(call.getOptionsMap(), call.getPath()));
            }
            case CREATE_EXTERNAL_TABLE -> {
                var call = message.getCreateExternalTable();
                Optional<Schema> schema = call.hasSchema()
                        ? Optional.of(Types.schema(call.getSchema()))
                        : Optional.empty();
                yield catalog().createTable(call.getTableName(),
                        when(!call.getSource().isEmpty(), call.getSource()), schema,
                        options(call.getOptionsMap(), call.getPath()));
            }
            case DROP_TEMP_VIEW ->
                catalog().dropTemporaryView(message.getDropTempView().getViewName());
            case DROP_GLOBAL_TEMP_VIEW ->
                catalog().dropGlobalView(message.getDropGlobalTempView().getViewName());
            case DROP_TABLE -> catalog().drop(ObjectKind.TABLE,
                    message.getDropTable().getTableName(), message.getDropTable().getIfExists());
            case DROP_VIEW -> catalog().drop(ObjectKind.VIEW, message.getDropView().getViewName(),
                    message.getDropView().getIfExists());
            default -> throw notYet(message);
        };
    }

    private static Map<String, String> options(Map<String, String> given, String path) {
        var options = new TreeMap<>(given);
        if (!path.isEmpty()) {
            options.put("path", path);
        }
        return options;
    }

    private Relation cache(Catalog message) {
        return switch (message.getCatTypeCase()) {
            case IS_CACHED -> catalog().isCached(message.getIsCached().getTableName());
            case CACHE_TABLE -> catalog().cache(message.getCacheTable().getTableName());
            case UNCACHE_TABLE -> catalog().uncache(message.getUncacheTable().getTableName());
            case CLEAR_CACHE -> catalog().clearCache();
            case REFRESH_TABLE -> catalog().refresh(message.getRefreshTable().getTableName());
            case RECOVER_PARTITIONS ->
                catalog().refresh(message.getRecoverPartitions().getTableName());
            case ANALYZE_TABLE -> catalog().refresh(message.getAnalyzeTable().getTableName());
            // Rows are never kept.
            case REFRESH_BY_PATH -> LocalRows.nothing();
            default -> throw notYet(message);
        };
    }
}
