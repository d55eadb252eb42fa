/// From specs to Spark Connect messages. What has no message is an error that names it.
///
/// SQL that the user wrote travels as the text it was; everything else travels as a tree. Translation keeps nothing and knows no session: names that
/// stand for something only this side knows are looked up through [dev.penstock.connect.client.message.Names].
/// Start reading at [dev.penstock.connect.client.message.RelationMessages].
@NullMarked
package dev.penstock.connect.client.message;

import org.jspecify.annotations.NullMarked;
