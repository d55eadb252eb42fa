package dev.penstock;

import dev.penstock.plan.spec.Expression.Function;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The functions of text, bits and digests, and what all functions are made with. Used through [Functions] alone.
///
/// The classes under [Functions] hold static methods only. They keep the files short while users find every function in one class, as in
/// Spark; interfaces would not do, because static methods are inherited from classes only.
sealed class ScalarFunctions permits TimeAndNestedFunctions {
    ScalarFunctions() {}

    static Column call(String function, Column... arguments) {
        return new Column(
                Function.of(function, Arrays.stream(arguments).map(Column::expression).toList()));
    }

    static Column[] columns(String... names) {
        return Arrays.stream(names).map(Column::named).toArray(Column[]::new);
    }

    static Column[] columns(String first, String... others) {
        return Stream.concat(Stream.of(first), Arrays.stream(others)).map(Column::named)
                .toArray(Column[]::new);
    }

    /// Options as the map literal that functions take; in alphabetical order, so that equal options make equal queries.
    static Column optionMap(Map<String, String> options) {
        return call("map",
                new TreeMap<>(options).entrySet().stream()
                        .flatMap(o -> Stream.of(lit(o.getKey()), lit(o.getValue())))
                        .toArray(Column[]::new));
    }

    /// A constant of the Java classes that [Row] gives; a [Column] stands for itself, a list for an array.
    public static Column lit(@Nullable Object value) {
        return Column.literal(value);
    }

    /// The arguments joined with a separator, nulls passed over.
    public static Column concat_ws(String separator, Column... e) {
        return call("concat_ws", prepend(lit(separator), e));
    }

    /// Text after a pattern of `printf`.
    public static Column format_string(String format, Column... arguments) {
        return call("format_string", prepend(lit(format), arguments));
    }

    /// Text after a pattern of `printf`.
    public static Column printf(Column format, Column... arguments) {
        return call("format_string", prepend(format, arguments));
    }

    /// Where `substring` occurs first, from 1; 0 when nowhere.
    public static Column locate(String substring, Column e) {
        return call("locate", lit(substring), e);
    }

    /// Where `substring` occurs first at or after a position, from 1; 0 when nowhere.
    public static Column locate(String substring, Column e, int pos) {
        return call("locate", lit(substring), e, lit(pos));
    }

    /// Where `substring` occurs first, from 1; 0 when nowhere.
    public static Column position(Column substring, Column e) {
        return call("locate", substring, e);
    }

    static Column[] prepend(Column first, Column... others) {
        return Stream.concat(Stream.of(first), Arrays.stream(others)).toArray(Column[]::new);
    }

    /// The value in hexadecimal digits.
    public static Column hex(Column e) {
        return call("hex", e);
    }

    /// The bytes of hexadecimal digits.
    public static Column unhex(Column e) {
        return call("unhex", e);
    }

    /// The value in binary digits.
    public static Column bin(Column e) {
        return call("bin", e);
    }

    /// [#bin(Column)] of the column of this name.
    public static Column bin(String columnName) {
        return bin(Column.named(columnName));
    }

    /// A number as text in another base.
    public static Column conv(Column e, int fromBase, int toBase) {
        return call("conv", e, lit(fromBase), lit(toBase));
    }

    /// In which of `numBucket` equal parts of the range the value lies.
    public static Column width_bucket(Column v, Column min, Column max, Column numBucket) {
        return call("width_bucket", v, min, max, numBucket);
    }

    /// The value shifted to the left.
    public static Column shiftleft(Column e, int bits) {
        return call("shiftleft", e, lit(bits));
    }

    /// The value shifted to the right, with its sign.
    public static Column shiftright(Column e, int bits) {
        return call("shiftright", e, lit(bits));
    }

    /// The value shifted to the right, without its sign.
    public static Column shiftrightunsigned(Column e, int bits) {
        return call("shiftrightunsigned", e, lit(bits));
    }

    /// Each bit of the value reversed.
    public static Column bitwise_not(Column e) {
        return call("~", e);
    }

    /// How many bits are set.
    public static Column bit_count(Column e) {
        return call("bit_count", e);
    }

    /// A number from 0 to 1, drawn anew for each row.
    public static Column rand() {
        return call("rand");
    }

    /// A number from 0 to 1 for each row, drawn from a seed.
    public static Column rand(long seed) {
        return call("rand", lit(seed));
    }

    /// A number of the standard normal distribution, drawn anew for each row.
    public static Column randn() {
        return call("randn");
    }

    /// A number of the standard normal distribution for each row, drawn from a seed.
    public static Column randn(long seed) {
        return call("randn", lit(seed));
    }

    /// A new UUID for each row, as text.
    public static Column uuid() {
        return call("uuid");
    }

    /// Spark's 32-bit hash of the arguments.
    public static Column hash(Column... e) {
        return call("hash", e);
    }

    /// The 64-bit hash of the arguments.
    public static Column xxhash64(Column... e) {
        return call("xxhash64", e);
    }

    /// The CRC32 of binary data.
    public static Column crc32(Column e) {
        return call("crc32", e);
    }

    /// The MD5 digest in hexadecimal digits.
    public static Column md5(Column e) {
        return call("md5", e);
    }

    /// The SHA-1 digest in hexadecimal digits.
    public static Column sha1(Column e) {
        return call("sha1", e);
    }

    /// The SHA-1 digest in hexadecimal digits.
    public static Column sha(Column e) {
        return call("sha1", e);
    }

    /// The SHA-2 digest of 224, 256, 384 or 512 bits in hexadecimal digits.
    public static Column sha2(Column e, int numBits) {
        return call("sha2", e, lit(numBits));
    }

    /// How many characters, or bytes of binary data.
    public static Column length(Column e) {
        return call("length", e);
    }

    /// How many characters, or bytes of binary data.
    public static Column char_length(Column e) {
        return call("char_length", e);
    }

    /// How many characters, or bytes of binary data.
    public static Column character_length(Column e) {
        return call("character_length", e);
    }

    /// How many bytes.
    public static Column octet_length(Column e) {
        return call("octet_length", e);
    }

    /// How many bits.
    public static Column bit_length(Column e) {
        return call("bit_length", e);
    }

    /// In upper case.
    public static Column upper(Column e) {
        return call("upper", e);
    }

    /// In upper case.
    public static Column ucase(Column e) {
        return call("upper", e);
    }

    /// In lower case.
    public static Column lower(Column e) {
        return call("lower", e);
    }

    /// In lower case.
    public static Column lcase(Column e) {
        return call("lower", e);
    }

    /// Without blanks at both ends.
    public static Column trim(Column e) {
        return call("trim", e);
    }

    /// Without the characters of `trimString` at both ends.
    public static Column trim(Column e, String trimString) {
        return call("trim", e, lit(trimString));
    }

    /// Without blanks at both ends.
    public static Column btrim(Column e) {
        return call("trim", e);
    }

    /// Without blanks at the beginning.
    public static Column ltrim(Column e) {
        return call("ltrim", e);
    }

    /// Without blanks at the end.
    public static Column rtrim(Column e) {
        return call("rtrim", e);
    }

    /// A part of text or binary data, from a position counted from 1.
    public static Column substring(Column e, int pos, int len) {
        return call("substring", e, lit(pos), lit(len));
    }

    /// A part of text or binary data, from a position counted from 1.
    public static Column substring(Column e, Column pos, Column len) {
        return call("substring", e, pos, len);
    }

    /// The rest from a position counted from 1.
    public static Column substr(Column e, Column pos) {
        return call("substring", e, pos);
    }

    /// A part of text or binary data, from a position counted from 1.
    public static Column substr(Column e, Column pos, Column len) {
        return call("substring", e, pos, len);
    }

    /// The first characters.
    public static Column left(Column e, Column len) {
        return call("left", e, len);
    }

    /// The last characters.
    public static Column right(Column e, Column len) {
        return call("right", e, len);
    }

    /// The arguments joined: text, binary data or arrays.
    public static Column concat(Column... e) {
        return call("concat", e);
    }

    /// The text without each occurrence of `search`.
    public static Column replace(Column e, Column search) {
        return call("replace", e, search);
    }

    /// The text with each occurrence of `search` replaced.
    public static Column replace(Column e, Column search, Column replacement) {
        return call("replace", e, search, replacement);
    }

    /// Each character of `matching` replaced by the one at its place in `replacement`.
    public static Column translate(Column e, String matching, String replacement) {
        return call("translate", e, lit(matching), lit(replacement));
    }

    /// Filled up at the left, or cut, to `len` characters.
    public static Column lpad(Column e, int len, String pad) {
        return call("lpad", e, lit(len), lit(pad));
    }

    /// Filled up at the right, or cut, to `len` characters.
    public static Column rpad(Column e, int len, String pad) {
        return call("rpad", e, lit(len), lit(pad));
    }

    /// The text, `n` times.
    public static Column repeat(Column e, int n) {
        return call("repeat", e, lit(n));
    }

    /// The text or array backwards.
    public static Column reverse(Column e) {
        return call("reverse", e);
    }

    /// Where `substring` occurs first, from 1; 0 when nowhere.
    public static Column instr(Column e, String substring) {
        return call("instr", e, lit(substring));
    }

    /// What stands before `count` delimiters (after them from the end when negative).
    public static Column substring_index(Column e, String delim, int count) {
        return call("substring_index", e, lit(delim), lit(count));
    }

    /// The parts between matches of a regular expression.
    public static Column split(Column e, String pattern) {
        return call("split", e, lit(pattern));
    }

    /// At most `limit` parts between matches of a regular expression.
    public static Column split(Column e, String pattern, int limit) {
        return call("split", e, lit(pattern), lit(limit));
    }

    /// One part between delimiters, counted from 1.
    public static Column split_part(Column e, Column delimiter, Column partNum) {
        return call("split_part", e, delimiter, partNum);
    }

    /// True when the text begins with `prefix`.
    public static Column startswith(Column e, Column prefix) {
        return call("startswith", e, prefix);
    }

    /// True when the text ends with `suffix`.
    public static Column endswith(Column e, Column suffix) {
        return call("endswith", e, suffix);
    }

    /// True when the text has `part` in it.
    public static Column contains(Column e, Column part) {
        return call("contains", e, part);
    }

    /// True when the text matches, with `%` for any characters and `_` for one.
    public static Column like(Column e, Column pattern) {
        return call("like", e, pattern);
    }

    /// As `like`, without regard to case.
    public static Column ilike(Column e, Column pattern) {
        return call("ilike", e, pattern);
    }

    /// True when the regular expression is found in the text.
    public static Column rlike(Column e, Column pattern) {
        return call("rlike", e, pattern);
    }

    /// True when the regular expression is found in the text.
    public static Column regexp(Column e, Column pattern) {
        return call("rlike", e, pattern);
    }

    /// True when the regular expression is found in the text.
    public static Column regexp_like(Column e, Column pattern) {
        return call("rlike", e, pattern);
    }

    /// A group of the first match of a regular expression.
    public static Column regexp_extract(Column e, String pattern, int group) {
        return call("regexp_extract", e, lit(pattern), lit(group));
    }

    /// The first group of all matches.
    public static Column regexp_extract_all(Column e, Column pattern) {
        return call("regexp_extract_all", e, pattern);
    }

    /// A group of all matches.
    public static Column regexp_extract_all(Column e, Column pattern, Column group) {
        return call("regexp_extract_all", e, pattern, group);
    }

    /// The text with all matches of a regular expression replaced.
    public static Column regexp_replace(Column e, String pattern, String replacement) {
        return call("regexp_replace", e, lit(pattern), lit(replacement));
    }

    /// The text with all matches of a regular expression replaced.
    public static Column regexp_replace(Column e, Column pattern, Column replacement) {
        return call("regexp_replace", e, pattern, replacement);
    }

    /// How often a regular expression matches.
    public static Column regexp_count(Column e, Column pattern) {
        return call("regexp_count", e, pattern);
    }

    /// The first match of a regular expression.
    public static Column regexp_substr(Column e, Column pattern) {
        return call("regexp_substr", e, pattern);
    }

    /// Each word with a capital first letter.
    public static Column initcap(Column e) {
        return call("initcap", e);
    }

    /// The code of the first character.
    public static Column ascii(Column e) {
        return call("ascii", e);
    }

    /// The character of a code.
    public static Column chr(Column n) {
        return call("chr", n);
    }

    /// `n` blanks.
    public static Column space(Column n) {
        return call("space", n);
    }

    /// Binary data as BASE64 text.
    public static Column base64(Column e) {
        return call("base64", e);
    }

    /// BASE64 text as binary data.
    public static Column unbase64(Column e) {
        return call("unbase64", e);
    }

    /// Text as binary data.
    public static Column encode(Column e, String charset) {
        return call("encode", e, lit(charset));
    }

    /// Binary data as text.
    public static Column decode(Column e, String charset) {
        return call("decode", e, lit(charset));
    }

    /// A number with separators of thousands and `d` digits after the point.
    public static Column format_number(Column e, int d) {
        return call("format_number", e, lit(d));
    }

    /// How many edits lead from one text to another.
    public static Column levenshtein(Column l, Column r) {
        return call("levenshtein", l, r);
    }

    /// The Soundex code of a word.
    public static Column soundex(Column e) {
        return call("soundex", e);
    }

    /// `replacement` written over the text at a position.
    public static Column overlay(Column src, Column replacement, Column pos) {
        return call("overlay", src, replacement, pos);
    }

    /// `replacement` in place of `len` characters at a position.
    public static Column overlay(Column src, Column replacement, Column pos, Column len) {
        return call("overlay", src, replacement, pos, len);
    }

    /// The position of a text in a list separated by commas.
    public static Column find_in_set(Column e, Column array) {
        return call("find_in_set", e, array);
    }

    /// The argument whose number is the first argument.
    public static Column elt(Column... e) {
        return call("elt", e);
    }

    /// A part of a URL: `HOST`, `PATH`, `QUERY`, ...
    public static Column parse_url(Column url, Column part) {
        return call("parse_url", url, part);
    }

    /// The value of a parameter of a URL.
    public static Column parse_url(Column url, Column part, Column key) {
        return call("parse_url", url, part, key);
    }

    /// Text in the form of a URL.
    public static Column url_encode(Column e) {
        return call("url_encode", e);
    }

    /// Text from the form of a URL.
    public static Column url_decode(Column e) {
        return call("url_decode", e);
    }

    /// The number of the row in its window, from 1.
    public static Column row_number() {
        return call("row_number");
    }

    /// One more than the rows of the window before those that are equal in its order.
    public static Column rank() {
        return call("rank");
    }

    /// One more than the different places in the order before.
    public static Column dense_rank() {
        return call("dense_rank");
    }

    /// The rank as a share of the rows of the window, from 0 to 1.
    public static Column percent_rank() {
        return call("percent_rank");
    }

    /// The share of the rows of the window up to those that are equal in its order.
    public static Column cume_dist() {
        return call("cume_dist");
    }

    /// In which of `n` parts of about equal size the row is, from 1.
    public static Column ntile(int n) {
        return call("ntile", lit(n));
    }

    /// The value of the row `offset` rows before, or null.
    public static Column lag(Column e, int offset) {
        return call("lag", e, lit(offset));
    }

    /// The value of the row `offset` rows before, or `otherwise` where there is none.
    public static Column lag(Column e, int offset, Object otherwise) {
        return call("lag", e, lit(offset), lit(otherwise));
    }

    /// As [#lag(Column, int)], of the column of this name.
    public static Column lag(String columnName, int offset) {
        return lag(Column.named(columnName), offset);
    }

    /// The value of the row `offset` rows behind, or null.
    public static Column lead(Column e, int offset) {
        return call("lead", e, lit(offset));
    }

    /// The value of the row `offset` rows behind, or `otherwise` where there is none.
    public static Column lead(Column e, int offset, Object otherwise) {
        return call("lead", e, lit(offset), lit(otherwise));
    }

    /// As [#lead(Column, int)], of the column of this name.
    public static Column lead(String columnName, int offset) {
        return lead(Column.named(columnName), offset);
    }

    /// The value of the `n`-th row of the frame, from 1.
    public static Column nth_value(Column e, int n) {
        return call("nth_value", e, lit(n));
    }
}
