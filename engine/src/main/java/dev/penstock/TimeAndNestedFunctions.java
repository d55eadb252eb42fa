package dev.penstock;

import dev.penstock.data.Schema;
import java.util.Arrays;
import java.util.Map;

/// The functions of arrays, maps, structs, time, JSON and CSV. Used through [Functions] alone; see [ScalarFunctions] for why they are here.
sealed class TimeAndNestedFunctions extends ScalarFunctions permits Functions {
    TimeAndNestedFunctions() {}

    /// An array of the columns of these names.
    public static Column array(String columnName, String... others) {
        return array(columns(columnName, others));
    }

    /// A struct of the columns of these names.
    public static Column struct(String columnName, String... others) {
        return struct(columns(columnName, others));
    }

    /// JSON text as a struct, map or array of this schema. What cannot be read becomes null, unless an option says otherwise.
    public static Column from_json(Column e, Schema schema) {
        return from_json(e, schema.asStruct().sql(), Map.of());
    }

    /// JSON text as a value of the type that `schema` gives: `a INT, b STRING` or `array<int>`.
    public static Column from_json(Column e, String schema) {
        return from_json(e, schema, Map.of());
    }

    /// JSON text as a value of the type that `schema` gives, with the options of the JSON source.
    public static Column from_json(Column e, String schema, Map<String, String> options) {
        return withOptions("from_json", e, schema, options);
    }

    /// A line of CSV as a struct.
    public static Column from_csv(Column e, Schema schema, Map<String, String> options) {
        return withOptions("from_csv", e, schema.asStruct().sql(), options);
    }

    private static Column withOptions(String function, Column e, String schema,
            Map<String, String> options) {
        return options.isEmpty()
                ? call(function, e, lit(schema))
                : call(function, e, lit(schema), optionMap(options));
    }

    /// Some fields of JSON text as columns.
    public static Column json_tuple(Column json, String... fields) {
        return call("json_tuple",
                prepend(json, Arrays.stream(fields).map(Column::literal).toArray(Column[]::new)));
    }

    /// A struct, map or array as JSON text, with the options of the JSON sink.
    public static Column to_json(Column e, Map<String, String> options) {
        return call("to_json", e, optionMap(options));
    }

    /// An array of the arguments.
    public static Column array(Column... e) {
        return call("array", e);
    }

    /// A map of keys and values in turn.
    public static Column map(Column... e) {
        return call("map", e);
    }

    /// A map of an array of keys and one of values.
    public static Column map_from_arrays(Column keys, Column values) {
        return call("map_from_arrays", keys, values);
    }

    /// A struct of the columns, with their names.
    public static Column struct(Column... e) {
        return call("struct", e);
    }

    /// A struct of names and values in turn.
    public static Column named_struct(Column... e) {
        return call("named_struct", e);
    }

    /// The element at a position from 1, or the value of a key.
    public static Column element_at(Column e, Object key) {
        return call("element_at", e, lit(key));
    }

    /// The element at a position from 0, null outside.
    public static Column get(Column e, Column index) {
        return call("get", e, index);
    }

    /// How many elements an array or map has.
    public static Column size(Column e) {
        return call("size", e);
    }

    /// How many elements an array or map has.
    public static Column cardinality(Column e) {
        return call("size", e);
    }

    /// True when an array has the value.
    public static Column array_contains(Column e, Object value) {
        return call("array_contains", e, lit(value));
    }

    /// The elements of an array of text, joined.
    public static Column array_join(Column e, String delimiter) {
        return call("array_join", e, lit(delimiter));
    }

    /// The elements of an array of text, joined, with a text for nulls.
    public static Column array_join(Column e, String delimiter, String nullReplacement) {
        return call("array_join", e, lit(delimiter), lit(nullReplacement));
    }

    /// The array without repetitions.
    public static Column array_distinct(Column e) {
        return call("array_distinct", e);
    }

    /// The greatest element.
    public static Column array_max(Column e) {
        return call("array_max", e);
    }

    /// The least element.
    public static Column array_min(Column e) {
        return call("array_min", e);
    }

    /// The position of the value, from 1; 0 when it is not there.
    public static Column array_position(Column e, Object value) {
        return call("array_position", e, lit(value));
    }

    /// The array without the elements that equal the value.
    public static Column array_remove(Column e, Object value) {
        return call("array_remove", e, lit(value));
    }

    /// An array of the value, `count` times.
    public static Column array_repeat(Column e, int count) {
        return call("array_repeat", e, lit(count));
    }

    /// The array with the value at its end.
    public static Column array_append(Column e, Object value) {
        return call("array_append", e, lit(value));
    }

    /// The array with the value at its beginning.
    public static Column array_prepend(Column e, Object value) {
        return call("array_prepend", e, lit(value));
    }

    /// A part of an array, from a position counted from 1.
    public static Column slice(Column e, int start, int length) {
        return call("slice", e, lit(start), lit(length));
    }

    /// The array in ascending order, nulls first.
    public static Column sort_array(Column e) {
        return call("sort_array", e);
    }

    /// The array in order.
    public static Column sort_array(Column e, boolean asc) {
        return call("sort_array", e, lit(asc));
    }

    /// An array of arrays as one array.
    public static Column flatten(Column e) {
        return call("flatten", e);
    }

    /// The numbers or times from one to another.
    public static Column sequence(Column start, Column stop) {
        return call("sequence", start, stop);
    }

    /// The numbers or times from one to another, in steps.
    public static Column sequence(Column start, Column stop, Column step) {
        return call("sequence", start, stop, step);
    }

    /// The keys of a map.
    public static Column map_keys(Column e) {
        return call("map_keys", e);
    }

    /// The values of a map.
    public static Column map_values(Column e) {
        return call("map_values", e);
    }

    /// The entries of a map as an array of structs.
    public static Column map_entries(Column e) {
        return call("map_entries", e);
    }

    /// The maps united.
    public static Column map_concat(Column... e) {
        return call("map_concat", e);
    }

    /// True when a map has the key.
    public static Column map_contains_key(Column e, Object key) {
        return call("map_contains_key", e, lit(key));
    }

    /// A map of text such as `a:1,b:2`.
    public static Column str_to_map(Column text) {
        return call("str_to_map", text);
    }

    /// A map of text, with delimiters.
    public static Column str_to_map(Column text, Column pairDelim, Column keyValueDelim) {
        return call("str_to_map", text, pairDelim, keyValueDelim);
    }

    /// A row for each element of an array or map.
    public static Column explode(Column e) {
        return call("explode", e);
    }

    /// A row for each element of an array or map, or one of null when there is none.
    public static Column explode_outer(Column e) {
        return call("explode_outer", e);
    }

    /// A row for each element, with its position from 0.
    public static Column posexplode(Column e) {
        return call("posexplode", e);
    }

    /// A row for each element, with its position from 0, or one of nulls when there is none.
    public static Column posexplode_outer(Column e) {
        return call("posexplode_outer", e);
    }

    /// A row for each struct of an array, its fields as columns.
    public static Column inline(Column e) {
        return call("inline", e);
    }

    /// A row for each struct of an array, its fields as columns, or one of nulls when there is none.
    public static Column inline_outer(Column e) {
        return call("inline_outer", e);
    }

    /// The arguments after the first, as that many rows.
    public static Column stack(Column... e) {
        return call("stack", e);
    }

    /// Today's date in the session's time zone, the same for a whole epoch.
    public static Column current_date() {
        return call("current_date");
    }

    /// Today's date in the session's time zone, the same for a whole epoch.
    public static Column curdate() {
        return call("current_date");
    }

    /// The time of the epoch.
    public static Column current_timestamp() {
        return call("current_timestamp");
    }

    /// The time of the epoch.
    public static Column now() {
        return call("current_timestamp");
    }

    /// The time of the epoch on the session's clock, without a zone.
    public static Column localtimestamp() {
        return call("localtimestamp");
    }

    /// The session's time zone.
    public static Column current_timezone() {
        return call("current_timezone");
    }

    /// The year.
    public static Column year(Column e) {
        return call("year", e);
    }

    /// The quarter, 1 to 4.
    public static Column quarter(Column e) {
        return call("quarter", e);
    }

    /// The month, 1 to 12.
    public static Column month(Column e) {
        return call("month", e);
    }

    /// The day of the month.
    public static Column day(Column e) {
        return call("day", e);
    }

    /// The day of the month.
    public static Column dayofmonth(Column e) {
        return call("day", e);
    }

    /// The day of the week, 1 for Sunday.
    public static Column dayofweek(Column e) {
        return call("dayofweek", e);
    }

    /// The day of the week, 0 for Monday.
    public static Column weekday(Column e) {
        return call("weekday", e);
    }

    /// The day of the year.
    public static Column dayofyear(Column e) {
        return call("dayofyear", e);
    }

    /// The week of the year after ISO 8601.
    public static Column weekofyear(Column e) {
        return call("weekofyear", e);
    }

    /// The hour.
    public static Column hour(Column e) {
        return call("hour", e);
    }

    /// The minute.
    public static Column minute(Column e) {
        return call("minute", e);
    }

    /// The second.
    public static Column second(Column e) {
        return call("second", e);
    }

    /// A field of a date or time, such as `YEAR`.
    public static Column extract(Column field, Column source) {
        return call("extract", field, source);
    }

    /// A field of a date or time, such as `YEAR`.
    public static Column date_part(Column field, Column source) {
        return call("date_part", field, source);
    }

    /// A time cut to the beginning of its hour, day, month, ...
    public static Column date_trunc(String format, Column e) {
        return call("date_trunc", lit(format), e);
    }

    /// A date cut to the beginning of its month, year, ...
    public static Column trunc(Column e, String format) {
        return call("trunc", e, lit(format));
    }

    /// A date or time as text after a pattern.
    public static Column date_format(Column e, String format) {
        return call("date_format", e, lit(format));
    }

    /// Text or a time as a date.
    public static Column to_date(Column e) {
        return call("to_date", e);
    }

    /// Text as a date after a pattern.
    public static Column to_date(Column e, String fmt) {
        return call("to_date", e, lit(fmt));
    }

    /// Text or a date as a time.
    public static Column to_timestamp(Column e) {
        return call("to_timestamp", e);
    }

    /// Text as a time after a pattern.
    public static Column to_timestamp(Column e, String fmt) {
        return call("to_timestamp", e, lit(fmt));
    }

    /// Text as a time without a zone.
    public static Column to_timestamp_ntz(Column e) {
        return call("to_timestamp_ntz", e);
    }

    /// Text as a time without a zone, after a pattern.
    public static Column to_timestamp_ntz(Column e, Column format) {
        return call("to_timestamp_ntz", e, format);
    }

    /// The seconds since 1970 of the epoch.
    public static Column unix_timestamp() {
        return call("unix_timestamp");
    }

    /// A time as seconds since 1970.
    public static Column unix_timestamp(Column e) {
        return call("unix_timestamp", e);
    }

    /// Text as seconds since 1970, after a pattern.
    public static Column unix_timestamp(Column e, String p) {
        return call("unix_timestamp", e, lit(p));
    }

    /// A time as seconds since 1970.
    public static Column to_unix_timestamp(Column e) {
        return call("to_unix_timestamp", e);
    }

    /// Seconds since 1970 as text.
    public static Column from_unixtime(Column e) {
        return call("from_unixtime", e);
    }

    /// Seconds since 1970 as text after a pattern.
    public static Column from_unixtime(Column e, String f) {
        return call("from_unixtime", e, lit(f));
    }

    /// The time of seconds since 1970.
    public static Column timestamp_seconds(Column e) {
        return call("timestamp_seconds", e);
    }

    /// The time of milliseconds since 1970.
    public static Column timestamp_millis(Column e) {
        return call("timestamp_millis", e);
    }

    /// The time of microseconds since 1970.
    public static Column timestamp_micros(Column e) {
        return call("timestamp_micros", e);
    }

    /// A time as seconds since 1970.
    public static Column unix_seconds(Column e) {
        return call("unix_seconds", e);
    }

    /// A time as milliseconds since 1970.
    public static Column unix_millis(Column e) {
        return call("unix_millis", e);
    }

    /// A time as microseconds since 1970.
    public static Column unix_micros(Column e) {
        return call("unix_micros", e);
    }

    /// A date as days since 1970-01-01.
    public static Column unix_date(Column e) {
        return call("unix_date", e);
    }

    /// The date of days since 1970-01-01.
    public static Column date_from_unix_date(Column e) {
        return call("date_from_unix_date", e);
    }

    /// The date some days later.
    public static Column date_add(Column start, int days) {
        return call("date_add", start, lit(days));
    }

    /// The date some days later.
    public static Column date_add(Column start, Column days) {
        return call("date_add", start, days);
    }

    /// The date some days earlier.
    public static Column date_sub(Column start, int days) {
        return call("date_sub", start, lit(days));
    }

    /// The date some days earlier.
    public static Column date_sub(Column start, Column days) {
        return call("date_sub", start, days);
    }

    /// The days between two dates.
    public static Column date_diff(Column end, Column start) {
        return call("date_diff", end, start);
    }

    /// The days between two dates.
    public static Column datediff(Column end, Column start) {
        return call("date_diff", end, start);
    }

    /// The date of year, month and day.
    public static Column make_date(Column year, Column month, Column day) {
        return call("make_date", year, month, day);
    }

    /// The time of its fields.
    public static Column make_timestamp(Column years, Column months, Column days, Column hours,
            Column mins, Column secs) {
        return call("make_timestamp", years, months, days, hours, mins, secs);
    }

    /// The interval of years, months, weeks, days, hours, minutes and seconds.
    public static Column make_interval(Column... parts) {
        return call("make_interval", parts);
    }

    /// The interval of days, hours, minutes and seconds.
    public static Column make_dt_interval(Column... parts) {
        return call("make_dt_interval", parts);
    }

    /// The interval of years and months.
    public static Column make_ym_interval(Column... parts) {
        return call("make_ym_interval", parts);
    }

    /// The date some months later.
    public static Column add_months(Column start, int numMonths) {
        return call("add_months", start, lit(numMonths));
    }

    /// The date some months later.
    public static Column add_months(Column start, Column numMonths) {
        return call("add_months", start, numMonths);
    }

    /// The months between two dates, with a fraction.
    public static Column months_between(Column end, Column start) {
        return call("months_between", end, start);
    }

    /// The months between two dates, with a fraction, rounded or not.
    public static Column months_between(Column end, Column start, boolean roundOff) {
        return call("months_between", end, start, lit(roundOff));
    }

    /// The last day of the month.
    public static Column last_day(Column e) {
        return call("last_day", e);
    }

    /// The first date after this one on a day of the week.
    public static Column next_day(Column date, String dayOfWeek) {
        return call("next_day", date, lit(dayOfWeek));
    }

    /// What a clock of a zone shows at a UTC time.
    public static Column from_utc_timestamp(Column ts, String tz) {
        return call("from_utc_timestamp", ts, lit(tz));
    }

    /// The UTC time at which a clock of a zone shows this.
    public static Column to_utc_timestamp(Column ts, String tz) {
        return call("to_utc_timestamp", ts, lit(tz));
    }

    /// What a clock of one zone shows when that of another shows this.
    public static Column convert_timezone(Column sourceTz, Column targetTz, Column sourceTs) {
        return call("convert_timezone", sourceTz, targetTz, sourceTs);
    }

    /// The window of fixed length that a time lies in: a struct of `start` and `end`.
    public static Column window(Column timeColumn, String windowDuration) {
        return call("window", timeColumn, lit(windowDuration));
    }

    /// The windows, one each slide, that a time lies in.
    public static Column window(Column timeColumn, String windowDuration, String slideDuration) {
        return call("window", timeColumn, lit(windowDuration), lit(slideDuration));
    }

    /// The windows that a time lies in, counted from `startTime` after 1970.
    public static Column window(Column timeColumn, String windowDuration, String slideDuration,
            String startTime) {
        return call("window", timeColumn, lit(windowDuration), lit(slideDuration), lit(startTime));
    }

    /// The window of rows that follow each other by less than a gap: a struct of `start` and `end`.
    public static Column session_window(Column timeColumn, String gapDuration) {
        return call("session_window", timeColumn, lit(gapDuration));
    }

    /// The same with a gap for each row, a text such as `5 seconds` or an interval.
    public static Column session_window(Column timeColumn, Column gapDuration) {
        return call("session_window", timeColumn, gapDuration);
    }

    /// The last instant of a window, to aggregate once more.
    public static Column window_time(Column windowColumn) {
        return call("window_time", windowColumn);
    }

    /// A part of JSON text after a JSON path.
    public static Column get_json_object(Column e, String path) {
        return call("get_json_object", e, lit(path));
    }

    /// The schema of a JSON text, as text.
    public static Column schema_of_json(String json) {
        return call("schema_of_json", lit(json));
    }

    /// How many elements a JSON array has.
    public static Column json_array_length(Column e) {
        return call("json_array_length", e);
    }

    /// The keys of a JSON object.
    public static Column json_object_keys(Column e) {
        return call("json_object_keys", e);
    }

    /// A struct, map or array as JSON text.
    public static Column to_json(Column e) {
        return call("to_json", e);
    }

    /// A struct as a line of CSV.
    public static Column to_csv(Column e) {
        return call("to_csv", e);
    }

    /// The version of the engine.
    public static Column version() {
        return call("version");
    }

    /// Who runs the query.
    public static Column current_user() {
        return call("current_user");
    }

    /// Who runs the query.
    public static Column user() {
        return call("current_user");
    }

    /// The database in use.
    public static Column current_database() {
        return call("current_database");
    }

    /// The catalog in use.
    public static Column current_catalog() {
        return call("current_catalog");
    }

    /// The name of the type.
    public static Column typeof(Column e) {
        return call("typeof", e);
    }

    /// Null when the condition holds, else an error.
    public static Column assert_true(Column e) {
        return call("assert_true", e);
    }

    /// An error with this message.
    public static Column raise_error(Column e) {
        return call("raise_error", e);
    }

    /// The number of the partition: always 0.
    public static Column spark_partition_id() {
        return call("spark_partition_id");
    }

    /// A number that rises from row to row of a batch query.
    public static Column monotonically_increasing_id() {
        return call("monotonically_increasing_id");
    }
}
