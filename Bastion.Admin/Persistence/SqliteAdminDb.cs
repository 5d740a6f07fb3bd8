using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Persistence;

internal sealed class SqliteAdminDb(DbContextOptions<SqliteAdminDb> options) : AdminDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }
}
