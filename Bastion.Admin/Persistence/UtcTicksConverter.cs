using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Bastion.Admin.Persistence;

/// <summary>SQLite has no instant: UTC ticks sort and compare.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
    instant => instant.UtcTicks,
    ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
