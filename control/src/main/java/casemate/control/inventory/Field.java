package casemate.control.inventory;

import java.util.Optional;

/// A column and what was declared about it.
///
/// @param personal empty: it holds nothing about people
public record Field(Column column, Optional<Personal> personal) {}
