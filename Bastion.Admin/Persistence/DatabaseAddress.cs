using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Persistence;

/// <summary>"sqlite:/path/to/file" or "postgres:Host=…;Database=…".</summary>
internal sealed record DatabaseAddress(bool Sqlite, string ConnectionString)
{
    public static DatabaseAddress? Parse(string text)
    {
        if (text.StartsWith("sqlite:", StringComparison.Ordinal) && text.Length > 7)
            return new(true, $"Data Source={text[7..]};Pooling=True");
        if (text.StartsWith("postgres:", StringComparison.Ordinal) && text.Length > 9)
            return new(false, text[9..]);
        return null;
    }

    public Func<AdminDb> Factory()
    {
        if (Sqlite)
        {
            var options = new DbContextOptionsBuilder<SqliteAdminDb>().UseSqlite(ConnectionString).AddInterceptors(new SqlitePragmas()).Options;
            return () => new SqliteAdminDb(options);
        }

        var postgres = new DbContextOptionsBuilder<PostgresAdminDb>().UseNpgsql(ConnectionString).Options;
        return () => new PostgresAdminDb(postgres);
    }
}
