using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Bastion.Admin.Persistence;

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteAdminDb --output-dir Persistence/Migrations/Sqlite</c>.</summary>
internal sealed class SqliteDesignFactory : IDesignTimeDbContextFactory<SqliteAdminDb>
{
    public SqliteAdminDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteAdminDb>().UseSqlite("Data Source=:memory:").Options);
}
