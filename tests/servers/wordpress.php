<?php
// Sets the site up, with three people and an application password each, and says as JSON what they are.
define('WP_INSTALLING', true);
$database = mysqli_connect('localhost', 'root', '', '', 0, getenv('EICHHORN_WORDPRESS_SOCKET'));
mysqli_query($database, 'create database wordpress character set utf8mb4');
$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require getenv('EICHHORN_WORDPRESS_SITE') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
function wp_new_blog_notification() {}
wp_install('Stadtwerke', 'stadtwerke', 'stadtwerke@erlengrund.example', true, '', 'geheim');
update_option('comment_moderation', '0');
update_option('comment_previously_approved', '0');
update_option('timezone_string', 'Europe/Berlin');
update_option('upload_path', getenv('EICHHORN_WORDPRESS_UPLOADS'));
$told = array();
foreach (array('stadtwerke' => 'administrator', 'ada' => 'subscriber', 'bob' => 'contributor') as $name => $role) {
    $user = get_user_by('login', $name);
    $number = $user ? $user->ID : wp_insert_user(
        array('user_login' => $name, 'user_pass' => 'geheim', 'user_email' => "$name@erlengrund.example", 'role' => $role)
    );
    $told[$name] = $name . ':' . WP_Application_Passwords::create_new_application_password($number, array('name' => 'Eichhorn'))[0];
}
echo json_encode($told);
