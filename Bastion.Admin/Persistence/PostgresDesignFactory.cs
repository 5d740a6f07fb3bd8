using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Bastion.Admin.Persistence;

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresAdminDb --output-dir Persistence/Migrations/Postgres</c>.</summary>
internal sealed class PostgresDesignFactory : IDesignTimeDbContextFactory<PostgresAdminDb>
{
    public PostgresAdminDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresAdminDb>().UseNpgsql("Host=localhost").Options);
}
