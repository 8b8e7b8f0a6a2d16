// Wagtail's date picker replaces a text that it does not understand with the current date. Keep what was typed: the
// server understands it, or refuses it with a sentence. The picker's scripts come before this one, and the fields after.

window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
